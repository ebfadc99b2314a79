using System.Xml.Linq;
using Analytics.Core.Tallies;
using Analytics.Local.Lambda;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Holds the arrows between projects: docs/design.md, "Projects".</summary>
public class ArchitectureTests
{
    public static TheoryData<string, string> Arrows => new()
    {
        { "Core", "" },
        { "Storage", "Core" },
        { "Functions", "Core Storage" },
        { "Operations", "Core Functions Storage" },
        { "Local", "" },
        { "Cli", "Core Functions Local Operations Storage" },
        { "Simulation", "Core Functions Local Operations Storage" },
        { "Benchmarks", "Cli Core Functions Local Operations Simulation Storage" },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_references_those_and_no_others(string project, string expected)
    {
        var references = Values(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path).Replace("Analytics.", "", StringComparison.Ordinal))
            .Order();

        Assert.Equal(expected, string.Join(' ', references));
    }

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Only_tests_see_what_is_internal(string project, string _) =>
        Assert.All(Values(project, "InternalsVisibleTo"), friend => Assert.Equal("Analytics.Tests", friend));

    [Fact]
    public void Core_references_the_framework_only() =>
        Assert.DoesNotContain(
            typeof(Tally).Assembly.GetReferencedAssemblies(),
            assembly => !assembly.Name!.StartsWith("System", StringComparison.Ordinal) || assembly.Name == "System.Reactive");

    [Fact]
    public void The_local_host_knows_the_functions_as_processes_only() =>
        Assert.DoesNotContain(
            typeof(FunctionDefinition).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name!.StartsWith("Analytics.", StringComparison.Ordinal));

    [Theory]
    [InlineData("/aggregates")]
    [InlineData("/orders")]
    [InlineData("METRIC_NAMESPACE")]
    [InlineData("orderId")]
    [InlineData("placedAt")]
    [InlineData("changeIds")]
    [InlineData("order-analytics")]
    [InlineData("Order analytics")]
    public void The_local_host_knows_nothing_of_orders(string word) =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "Analytics.Local"), "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));

    private static IEnumerable<string> Values(string project, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, $"Analytics.{project}", $"Analytics.{project}.csproj"))
            .Descendants(element)
            .Select(reference => reference.Attribute("Include")!.Value);
}
