using System.Text.RegularExpressions;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

/// <summary>The stage of the product's own API, as far as only a deployed gateway follows it.</summary>
public partial class OwnStageTests
{
    // API Gateway Developer Guide, "Customize HTTP API access logs": those that say nothing of a caller.
    private static readonly string[] Anonymous =
    [
        "requestId", "requestTimeEpoch", "routeKey", "status", "responseLatency", "integrationLatency", "responseLength",
        "error.responseType",
    ];

    private static readonly TemplateNode.Mapping Resources =
        (TemplateNode.Mapping)TemplateYaml.Read(File.ReadAllText(Parsed.OwnTemplate), "template.yaml").Find("Resources")!.Value;

    private static TemplateNode.Mapping Stage => Resource("HttpApiStage");

    [Fact]
    public void The_access_log_says_nothing_of_a_caller()
    {
        var format = (TemplateNode.Scalar)Map(Map(Stage, "Properties"), "AccessLogSettings").Find("Format")!.Value;
        var variables = VariablePattern().Matches(format.Text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(Anonymous.Order(), variables.Order());
        Assert.Equal(8, System.Text.Json.JsonDocument.Parse(format.Text).RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void Orders_and_queries_are_throttled_apart()
    {
        var properties = Map(Stage, "Properties");
        var settings = Map(properties, "RouteSettings");

        Assert.Equal(Limits("QueriesPerSecond"), LimitsOf(Map(properties, "DefaultRouteSettings")));
        Assert.All(settings.Entries, entry => Assert.Equal(Limits("RequestsPerSecond"), LimitsOf((TemplateNode.Mapping)entry.Value)));
        Assert.Equal(RouteKeys().Where(route => route.Key.Contains("/orders", StringComparison.Ordinal)).Select(route => route.Key),
            settings.Entries.Select(entry => entry.Name));
    }

    // API Gateway refuses settings of a route that is not there.
    [Fact]
    public void The_stage_is_made_after_the_routes_that_it_has_settings_for()
    {
        var after = ((TemplateNode.Sequence)Stage.Find("DependsOn")!.Value).Items.Select(item => ((TemplateNode.Scalar)item).Text);
        var keys = RouteKeys().ToDictionary(route => route.LogicalId, route => route.Key);

        Assert.Equal(Map(Map(Stage, "Properties"), "RouteSettings").Entries.Select(entry => entry.Name), after.Select(id => keys[id]));
    }

    private static IEnumerable<(string LogicalId, string Key)> RouteKeys() =>
        from entry in Resources.Entries
        let resource = (TemplateNode.Mapping)entry.Value
        where resource.Find("Type")!.Value is TemplateNode.Scalar { Text: ResourceTypes.Route }
        select (entry.Name, ((TemplateNode.Scalar)Map(resource, "Properties").Find("RouteKey")!.Value).Text);

    private static TemplateNode.Mapping Resource(string logicalId) => Map(Resources, logicalId);

    private static TemplateNode.Mapping Map(TemplateNode.Mapping map, string name) => (TemplateNode.Mapping)map.Find(name)!.Value;

    private static string Limits(string parameter) => $"ThrottlingRateLimit={parameter} ThrottlingBurstLimit={parameter}";

    private static string LimitsOf(TemplateNode.Mapping settings) => string.Join(' ', settings.Entries.Select(
        entry => $"{entry.Name}={((TemplateNode.Scalar)((TemplateNode.Call)entry.Value).Argument).Text}"));

    [GeneratedRegex(@"\$context\.([A-Za-z.]+)")]
    private static partial Regex VariablePattern();
}
