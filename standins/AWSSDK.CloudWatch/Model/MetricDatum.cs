using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>Either a value, or values with their counts, or a set of statistics.</summary>
public partial class MetricDatum
{
    /// <summary>How often each of the values occurred; once each if null.</summary>
    public List<double> Counts { get; set; }

    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

    public StatisticSet StatisticValues { get; set; }

    /// <summary>In seconds: 1 or 60; 60 if null.</summary>
    public int? StorageResolution { get; set; }

    /// <summary>From two weeks ago to two hours ahead; the time of arrival if null.</summary>
    public DateTime? Timestamp { get; set; }

    public StandardUnit Unit { get; set; }

    public double? Value { get; set; }

    /// <summary>At most 150, without duplicates.</summary>
    public List<double> Values { get; set; }

    internal static void Write(Utf8JsonWriter json, MetricDatum value)
    {
        json.Member("Counts", value.Counts);
        json.Member("Dimensions", value.Dimensions, Dimension.Write);
        json.Member("MetricName", value.MetricName);
        json.Member("StatisticValues", value.StatisticValues, StatisticSet.Write);
        json.Member("StorageResolution", value.StorageResolution);
        json.Member("Timestamp", value.Timestamp);
        json.Member("Unit", value.Unit);
        json.Member("Value", value.Value);
        json.Member("Values", value.Values);
    }
}

public partial class StatisticSet
{
    public double? Maximum { get; set; }

    public double? Minimum { get; set; }

    public double? SampleCount { get; set; }

    public double? Sum { get; set; }

    internal static void Write(Utf8JsonWriter json, StatisticSet value)
    {
        json.Member("Maximum", value.Maximum);
        json.Member("Minimum", value.Minimum);
        json.Member("SampleCount", value.SampleCount);
        json.Member("Sum", value.Sum);
    }
}
