using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Local.Templates;
using Analytics.Tests.Support;

namespace Analytics.Tests.Dashboards;

/// <summary>The dashboards in the repository, as files, in the template, and filled in.</summary>
internal static partial class DashboardFiles
{
    /// <summary>The names of the files, without extension.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "dashboards"), "*.json").Select(
            path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, "dashboards", $"{name}.json"));

    /// <summary>The body with the names of a stack called <c>shop</c>, as the deployment fills it in.</summary>
    public static async Task<string> FilledAsync(string name)
    {
        var settings = new TemplateSettings { StackName = "shop", CodeDirectory = "nowhere" };
        var template = await Template.LoadAsync(Path.Combine(Repository.Root, "template.yaml"), settings, CancellationToken.None);
        return template.Fill(Text(name), $"{name}.json");
    }

    /// <summary>The text under <c>DashboardBody: !Sub</c> of a resource of the template.</summary>
    public static string? Embedded(string logicalId)
    {
        var root = TemplateYaml.Read(File.ReadAllText(Path.Combine(Repository.Root, "template.yaml")), "template.yaml");
        var properties = Map(Map(Map(root, "Resources"), logicalId), "Properties");
        return properties?.Find("DashboardBody")?.Value is TemplateNode.Call { Function: "Fn::Sub",
            Argument: TemplateNode.Scalar { Text: var text } } ? text : null;
    }

    /// <summary>Every metric that a body names: namespace, name, dimension name (or none) and statistic.</summary>
    public static IEnumerable<(string Namespace, string Name, string Dimension, string Statistic)> MetricsOf(string body)
    {
        foreach (var properties in JsonNode.Parse(body)!["widgets"]!.AsArray().Select(widget => widget!["properties"]!).Where(
            properties => properties["metrics"] is not null))
        {
            foreach (var entry in properties["metrics"]!.AsArray().Select(entry => entry!.AsArray()))
            {
                var look = entry[^1] as JsonObject;
                if (look?["expression"]?.GetValue<string>() is { } expression)
                {
                    foreach (Match search in Search().Matches(expression))
                    {
                        yield return (search.Groups[1].Value, search.Groups[3].Value, search.Groups[2].Value, search.Groups[4].Value);
                    }

                    continue;
                }

                var texts = entry.Where(item => item is JsonValue).Select(item => item!.GetValue<string>()).ToList();
                yield return (
                    texts[0], texts[1], texts.Count > 2 ? texts[2] : "", (look?["stat"] ?? properties["stat"])!.GetValue<string>());
            }
        }
    }

    /// <summary>The alarms of the template on one metric: logical id, metric and threshold.</summary>
    public static IEnumerable<(string Name, string Metric, double Threshold)> Alarms()
    {
        var root = TemplateYaml.Read(File.ReadAllText(Path.Combine(Repository.Root, "template.yaml")), "template.yaml");
        foreach (var resource in Map(root, "Resources")!.Entries.Where(
            entry => Text((TemplateNode.Mapping)entry.Value, "Type") == "AWS::CloudWatch::Alarm"))
        {
            var properties = Map((TemplateNode.Mapping)resource.Value, "Properties")!;
            if (properties.Find("MetricName") is null)
            {
                continue;
            }

            yield return (
                resource.Name, Text(properties, "MetricName"),
                double.Parse(Text(properties, "Threshold"), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string Text(TemplateNode.Mapping parent, string name) => ((TemplateNode.Scalar)parent.Find(name)!.Value).Text;

    private static TemplateNode.Mapping? Map(TemplateNode.Mapping? parent, string name) =>
        parent?.Find(name)?.Value as TemplateNode.Mapping;

    [GeneratedRegex("""SEARCH\('\{"([^,}]+)",(\w+)\} MetricName="(\w+)"[^']*', '(\w+)'""")]
    private static partial Regex Search();
}
