using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class GetMetricDataRequest : AmazonCloudWatchRequest
{
    /// <summary>Exclusive.</summary>
    public DateTime? EndTime { get; set; }

    public List<MetricDataQuery> MetricDataQueries { get; set; }

    /// <summary>Inclusive.</summary>
    public DateTime? StartTime { get; set; }

    internal static void Write(Utf8JsonWriter json, GetMetricDataRequest request)
    {
        json.Member("EndTime", request.EndTime);
        json.Member("MetricDataQueries", request.MetricDataQueries, MetricDataQuery.Write);
        json.Member("StartTime", request.StartTime);
    }
}

public partial class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MetricDataResult> MetricDataResults { get; set; }

    internal static GetMetricDataResponse Read(JsonElement json) => new()
    {
        MetricDataResults = json.List("MetricDataResults", MetricDataResult.Read),
    };
}
