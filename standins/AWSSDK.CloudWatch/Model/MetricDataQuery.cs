using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>Either a metric with a statistic, or an expression over other queries.</summary>
public partial class MetricDataQuery
{
    public string AccountId { get; set; }

    public string Expression { get; set; }

    /// <summary>Unique in the request; a lower-case letter, then letters, digits and underscores.</summary>
    public string Id { get; set; }

    public string Label { get; set; }

    public MetricStat MetricStat { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    public bool? ReturnData { get; set; }

    internal static void Write(Utf8JsonWriter json, MetricDataQuery value)
    {
        json.Member("AccountId", value.AccountId);
        json.Member("Expression", value.Expression);
        json.Member("Id", value.Id);
        json.Member("Label", value.Label);
        json.Member("MetricStat", value.MetricStat, MetricStat.Write);
        json.Member("Period", value.Period);
        json.Member("ReturnData", value.ReturnData);
    }
}

public partial class MetricStat
{
    public Metric Metric { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    public string Stat { get; set; }

    public StandardUnit Unit { get; set; }

    internal static void Write(Utf8JsonWriter json, MetricStat value)
    {
        json.Member("Metric", value.Metric, Metric.Write);
        json.Member("Period", value.Period);
        json.Member("Stat", value.Stat);
        json.Member("Unit", value.Unit);
    }
}
