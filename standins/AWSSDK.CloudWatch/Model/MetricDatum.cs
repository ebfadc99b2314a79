using System.Text.Json;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>Either a value, or values with their counts.</summary>
public partial class MetricDatum
{
    /// <summary>How often each of the values occurred; once each if null.</summary>
    public List<double> Counts { get; set; }

    public List<Dimension> Dimensions { get; set; }

    public string MetricName { get; set; }

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
        json.Member("Timestamp", value.Timestamp);
        json.Member("Unit", value.Unit);
        json.Member("Value", value.Value);
        json.Member("Values", value.Values);
    }
}
