using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class GetMetricDataRequest : AmazonCloudWatchRequest
{
    /// <summary>Exclusive.</summary>
    public DateTime? EndTime { get; set; }

    public LabelOptions LabelOptions { get; set; }

    /// <summary>At most 100,800, which is also meant by null.</summary>
    public int? MaxDatapoints { get; set; }

    public List<MetricDataQuery> MetricDataQueries { get; set; }

    public string NextToken { get; set; }

    /// <summary>Latest first if null.</summary>
    public ScanBy ScanBy { get; set; }

    /// <summary>Inclusive.</summary>
    public DateTime? StartTime { get; set; }

    internal static void Write(Utf8JsonWriter json, GetMetricDataRequest request)
    {
        json.Member("EndTime", request.EndTime);
        json.Member("LabelOptions", request.LabelOptions, LabelOptions.Write);
        json.Member("MaxDatapoints", request.MaxDatapoints);
        json.Member("MetricDataQueries", request.MetricDataQueries, MetricDataQuery.Write);
        json.Member("NextToken", request.NextToken);
        json.Member("ScanBy", request.ScanBy);
        json.Member("StartTime", request.StartTime);
    }
}

public partial class LabelOptions
{
    public string Timezone { get; set; }

    internal static void Write(Utf8JsonWriter json, LabelOptions value)
    {
        json.Member("Timezone", value.Timezone);
    }
}

public partial class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MessageData> Messages { get; set; }

    public List<MetricDataResult> MetricDataResults { get; set; }

    public string NextToken { get; set; }

    internal static GetMetricDataResponse Read(JsonElement json) => new()
    {
        Messages = json.List("Messages", MessageData.Read),
        MetricDataResults = json.List("MetricDataResults", MetricDataResult.Read),
        NextToken = json.String("NextToken"),
    };
}
