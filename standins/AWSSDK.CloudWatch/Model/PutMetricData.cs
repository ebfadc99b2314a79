using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class PutMetricDataRequest : AmazonCloudWatchRequest
{
    /// <summary>At most 1,000, in a request of at most 1 MB.</summary>
    public List<MetricDatum> MetricData { get; set; }

    public string Namespace { get; set; }

    internal static void Write(Utf8JsonWriter json, PutMetricDataRequest request)
    {
        json.Member("MetricData", request.MetricData, MetricDatum.Write);
        json.Member("Namespace", request.Namespace);
    }
}

public partial class PutMetricDataResponse : AmazonWebServiceResponse
{
}
