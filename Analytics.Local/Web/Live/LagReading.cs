using System.Text.Json;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.Web.Live;

/// <summary>Reads the lag over the last five minutes from the metrics: the time from a change to its commit in the aggregates.</summary>
internal sealed class LagReading(MetricStore metrics, string metricNamespace, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Writes <c>lag</c> with its median and 99th percentile in milliseconds; null if nothing was counted.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var now = time.GetUtcNow();
        var data = metrics.ReadWhole(
            new MetricId(metricNamespace, "Lag", []), null, now - Window, now + TimeSpan.FromMinutes(1), withValues: true);
        if (data.Percentile(50) is { } median && data.Percentile(99) is { } slow)
        {
            json.WriteStartObject("lag");
            json.WriteNumber("p50", median);
            json.WriteNumber("p99", slow);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("lag");
        }
    }
}
