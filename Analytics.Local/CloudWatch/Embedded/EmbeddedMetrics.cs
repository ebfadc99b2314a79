using System.Text.Json;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Embedded;

/// <summary>Parses metrics from a log line in embedded metric format (EMF), as CloudWatch Logs does.</summary>
/// <remarks>
/// Supports what the specification defines: namespaces, dimension sets, metric names with units and storage resolutions, and values that
/// are a number or an array of at most 100 numbers. A line that is not EMF, or lacks a required part, is an ordinary log line.
/// </remarks>
internal static class EmbeddedMetrics
{
    private const string Marker = "\"_aws\"";
    private const int MaxValues = 100;

    /// <summary>Returns the metrics of a line with their namespaces; empty for an ordinary log line.</summary>
    public static IReadOnlyList<(string Namespace, MetricDatum Datum)> Read(string line)
    {
        if (!line.StartsWith('{') || !line.Contains(Marker, StringComparison.Ordinal))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return [.. Read(json.RootElement)];
        }
        catch (Exception other) when (
            other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Namespace, MetricDatum Datum)> Read(JsonElement line)
    {
        var head = line.GetProperty("_aws");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(head.GetProperty("Timestamp").GetInt64());
        foreach (var directive in head.GetProperty("CloudWatchMetrics").EnumerateArray())
        {
            foreach (var set in directive.GetProperty("Dimensions").EnumerateArray())
            {
                var dimensions = set.EnumerateArray()
                    .Select(name => new Dimension(Text(name), Text(line.GetProperty(Text(name)))))
                    .ToList();
                foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
                {
                    var name = Text(metric.GetProperty("Name"));
                    yield return (Text(directive.GetProperty("Namespace")), new MetricDatum
                    {
                        Name = name,
                        Unit = metric.TryGetProperty("Unit", out var unit) ? Text(unit) : MetricUnits.None,
                        StorageResolution = metric.TryGetProperty("StorageResolution", out var resolution) ? resolution.GetInt32() : 60,
                        Dimensions = dimensions,
                        Timestamp = at,
                        Values = Values(line.GetProperty(name)),
                    });
                }
            }
        }
    }

    private static List<ValueCount> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.GetArrayLength() is > 0 and <= MaxValues
            ? [.. value.EnumerateArray().Select(one => new ValueCount(one.GetDouble()))]
            : throw new FormatException($"A metric takes 1 to {MaxValues} values.")
        : [new ValueCount(value.GetDouble())];

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("A text is null.");
}
