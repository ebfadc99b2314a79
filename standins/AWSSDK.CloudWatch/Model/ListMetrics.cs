using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class ListMetricsRequest : AmazonCloudWatchRequest
{
    public List<DimensionFilter> Dimensions { get; set; }

    public bool? IncludeLinkedAccounts { get; set; }

    public string MetricName { get; set; }

    public string Namespace { get; set; }

    public string NextToken { get; set; }

    public string OwningAccount { get; set; }

    public RecentlyActive RecentlyActive { get; set; }

    internal static void Write(Utf8JsonWriter json, ListMetricsRequest request)
    {
        json.Member("Dimensions", request.Dimensions, DimensionFilter.Write);
        json.Member("IncludeLinkedAccounts", request.IncludeLinkedAccounts);
        json.Member("MetricName", request.MetricName);
        json.Member("Namespace", request.Namespace);
        json.Member("NextToken", request.NextToken);
        json.Member("OwningAccount", request.OwningAccount);
        json.Member("RecentlyActive", request.RecentlyActive);
    }
}

public partial class DimensionFilter
{
    public string Name { get; set; }

    /// <summary>Any value matches if null.</summary>
    public string Value { get; set; }

    internal static void Write(Utf8JsonWriter json, DimensionFilter value)
    {
        json.Member("Name", value.Name);
        json.Member("Value", value.Value);
    }
}

public partial class ListMetricsResponse : AmazonWebServiceResponse
{
    public List<Metric> Metrics { get; set; }

    public string NextToken { get; set; }

    public List<string> OwningAccounts { get; set; }

    internal static ListMetricsResponse Read(JsonElement json) => new()
    {
        Metrics = json.List("Metrics", Metric.Read),
        NextToken = json.String("NextToken"),
        OwningAccounts = json.List("OwningAccounts", JsonReading.AsString),
    };
}
