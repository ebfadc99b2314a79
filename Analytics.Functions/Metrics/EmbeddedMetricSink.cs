using System.Text;
using System.Text.Json;
using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>
/// Writes metrics as log lines that CloudWatch turns into metrics (embedded metric format), so no call delays the caller.
/// </summary>
/// <param name="output">Writes a line unchanged. A logger's prefix would make CloudWatch ignore the line.</param>
/// <param name="metricNamespace">The CloudWatch namespace of the metrics.</param>
public sealed class EmbeddedMetricSink(Action<string> output, string metricNamespace) : IMetricSink
{
    public Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log)
    {
        foreach (var datum in data)
        {
            output(Line(datum));
        }

        return Task.CompletedTask;
    }

    // Format: Amazon CloudWatch user guide, "Specification: Embedded metric format".
    private string Line(MetricDatum datum)
    {
        var value = datum.Value
            ?? throw new ArgumentException($"{datum.MetricName} has no single value; distributions cannot be written to logs.");
        var timestamp = datum.Timestamp ?? throw new ArgumentException($"{datum.MetricName} has no timestamp.");
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", new DateTimeOffset(timestamp).ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", metricNamespace);
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            datum.Dimensions.ForEach(dimension => json.WriteStringValue(dimension.Name));
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            json.WriteStartObject();
            json.WriteString("Name", datum.MetricName);
            json.WriteString("Unit", datum.Unit.Value);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            datum.Dimensions.ForEach(dimension => json.WriteString(dimension.Name, dimension.Value));
            json.WriteNumber(datum.MetricName, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
