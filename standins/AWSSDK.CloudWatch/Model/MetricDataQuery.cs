using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>A metric with a statistic.</summary>
public partial class MetricDataQuery
{
    /// <summary>Unique in the request; a lower-case letter, then letters, digits and underscores.</summary>
    public string Id { get; set; }

    public MetricStat MetricStat { get; set; }

    internal static void Write(Utf8JsonWriter json, MetricDataQuery value)
    {
        json.Member("Id", value.Id);
        json.Member("MetricStat", value.MetricStat, MetricStat.Write);
    }
}

public partial class MetricStat
{
    public Metric Metric { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    public string Stat { get; set; }

    internal static void Write(Utf8JsonWriter json, MetricStat value)
    {
        json.Member("Metric", value.Metric, Metric.Write);
        json.Member("Period", value.Period);
        json.Member("Stat", value.Stat);
    }
}
