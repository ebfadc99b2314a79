using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class GetMetricStatisticsRequest : AmazonCloudWatchRequest
{
    public List<Dimension> Dimensions { get; set; }

    /// <summary>Exclusive.</summary>
    public DateTime? EndTime { get; set; }

    public List<string> ExtendedStatistics { get; set; }

    public string MetricName { get; set; }

    public string Namespace { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    /// <summary>Inclusive.</summary>
    public DateTime? StartTime { get; set; }

    public List<string> Statistics { get; set; }

    public StandardUnit Unit { get; set; }

    internal static void Write(Utf8JsonWriter json, GetMetricStatisticsRequest request)
    {
        json.Member("Dimensions", request.Dimensions, Dimension.Write);
        json.Member("EndTime", request.EndTime);
        json.Member("ExtendedStatistics", request.ExtendedStatistics);
        json.Member("MetricName", request.MetricName);
        json.Member("Namespace", request.Namespace);
        json.Member("Period", request.Period);
        json.Member("StartTime", request.StartTime);
        json.Member("Statistics", request.Statistics);
        json.Member("Unit", request.Unit);
    }
}

public partial class GetMetricStatisticsResponse : AmazonWebServiceResponse
{
    /// <summary>In no particular order.</summary>
    public List<Datapoint> Datapoints { get; set; }

    public string Label { get; set; }

    internal static GetMetricStatisticsResponse Read(JsonElement json) => new()
    {
        Datapoints = json.List("Datapoints", Datapoint.Read),
        Label = json.String("Label"),
    };
}

public partial class Datapoint
{
    public double? Average { get; set; }

    public Dictionary<string, double> ExtendedStatistics { get; set; }

    public double? Maximum { get; set; }

    public double? Minimum { get; set; }

    public double? SampleCount { get; set; }

    public double? Sum { get; set; }

    public DateTime? Timestamp { get; set; }

    public StandardUnit Unit { get; set; }

    internal static Datapoint Read(JsonElement json) => new()
    {
        Average = json.Double("Average"),
        ExtendedStatistics = json.Map("ExtendedStatistics", JsonReading.AsDouble),
        Maximum = json.Double("Maximum"),
        Minimum = json.Double("Minimum"),
        SampleCount = json.Double("SampleCount"),
        Sum = json.Double("Sum"),
        Timestamp = json.Timestamp("Timestamp"),
        Unit = json.String("Unit"),
    };
}
