using System.Text.Json;
using Analytics.Local.Web;

namespace Analytics.Cli.Live;

/// <summary>Reads the lag over the last five minutes from the metrics: the time from a change to its commit in the aggregates.</summary>
internal sealed class LagReading(LiveSources sources)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly string _namespace = sources.FunctionVariables.Values
        .Select(variables => variables.GetValueOrDefault("METRIC_NAMESPACE")).FirstOrDefault(name => name is not null) ?? "";

    /// <summary>Writes <c>lag</c> with its median and 99th percentile in milliseconds; null if nothing was counted.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (sources.Percentiles(_namespace, "Lag", Window, [50, 99]) is [var median, var slow])
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
