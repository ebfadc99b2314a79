using System.Text.RegularExpressions;
using Analytics.Local.Templates;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli;

/// <summary>Holds that the person on call finds every alarm of the template in docs/operations.md.</summary>
public partial class OperationsGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    private static readonly string[] Names =
        [.. AlarmPattern().Matches(File.ReadAllText(Parsed.OwnTemplate)).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Alarms => [.. Names];

    [Fact]
    public async Task The_alarms_are_those_that_the_template_describes()
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(), default);

        Assert.Equal(
            template.Evaluate().Alarms.Select(alarm => alarm.Name).Order(),
            Names.Select(name => $"order-analytics-{name}").Order());
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Each_alarm_has_a_section_with_its_urgency_commands_and_the_condition_that_ends_it(string alarm)
    {
        var section = Regex.Match(Guide, $@"^### {alarm}\n(.*?)(?=^##)", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

        Assert.Matches(@"^\n\*\*(Wake me|Wait)\b", section);
        Assert.Matches(@"```console\n\s+\$ ", section);
        Assert.Contains("**It is over when**", section, StringComparison.Ordinal);
        Assert.Matches($@"\| \[`{alarm}`\]\(#{alarm.ToLowerInvariant()}\) \| [^|]+ \| (\*\*wake me\*\*|wait[^|]*) \|", Guide);
    }

    [Fact]
    public void There_is_no_section_of_an_alarm_that_the_template_lacks() =>
        Assert.Equal(Names.Order(), SectionPattern().Matches(Guide).Select(match => match.Groups[1].Value).Order());

    [Fact]
    public void Every_link_within_the_guide_leads_to_a_heading()
    {
        var headings = HeadingPattern().Matches(Guide)
            .Select(match => match.Groups[1].Value.ToLowerInvariant().Replace(' ', '-')).ToHashSet();

        Assert.All(LinkPattern().Matches(Guide), match => Assert.Contains(match.Groups[1].Value, headings));
    }

    [GeneratedRegex(@"^  (\w+):\n    Type: AWS::CloudWatch::Alarm$", RegexOptions.Multiline)]
    private static partial Regex AlarmPattern();

    [GeneratedRegex(@"^### (\w+Alarm)$", RegexOptions.Multiline)]
    private static partial Regex SectionPattern();

    [GeneratedRegex("^##+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex LinkPattern();
}
