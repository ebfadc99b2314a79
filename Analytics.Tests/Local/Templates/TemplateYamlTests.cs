using Xunit;

namespace Analytics.Tests.Local.Templates;

public class TemplateYamlTests
{
    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("!Not [")]
    [InlineData("- ")]
    public void A_template_that_nests_without_end_is_refused_and_does_not_end_the_process(string level) =>
        Assert.Contains(
            "It nests more than 64 deep.",
            Assert.Single(Parsed.Errors("Resources: \n " + string.Concat(Enumerable.Repeat(level, 20_000)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Resources: &a\n  X: *a")]
    [InlineData("A: &a [1,2]\nB: &b [*a,*a]\nC: &c [*b,*b]")]
    public void Aliases_are_refused_as_CloudFormation_refuses_them(string text) =>
        Assert.Contains("CloudFormation takes no aliases, as *a.", Assert.Single(Parsed.Errors(text)), StringComparison.Ordinal);

    [Fact]
    public void Text_that_the_reader_of_YAML_itself_stumbles_over_is_refused() =>
        Assert.Contains(
            "It is not YAML: ", Assert.Single(Parsed.Errors("Z: {A:!B [\"\", mList, D: \"a, b\"}\nM:\n  S:\n    d: {s: 1}\n")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("(", "cannot be matched with (")]
    [InlineData("(a+)+b", "takes longer than 1 second to be matched with (a+)+b")]
    public void A_pattern_that_is_none_or_takes_for_ever_is_refused(string pattern, string expected) =>
        Assert.Contains(Parsed.Errors($$"""
            Parameters:
              P: {Type: String, Default: {{new string('a', 40)}}, AllowedPattern: "{{pattern}}"}
            Resources: {}
            """), error => error.Contains(expected, StringComparison.Ordinal));
}
