using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>Replaces the dashboard as a whole.</summary>
public partial class PutDashboardRequest : AmazonCloudWatchRequest
{
    public string DashboardBody { get; set; }

    public string DashboardName { get; set; }

    internal static void Write(Utf8JsonWriter json, PutDashboardRequest request)
    {
        json.Member("DashboardBody", request.DashboardBody);
        json.Member("DashboardName", request.DashboardName);
    }
}

public partial class PutDashboardResponse : AmazonWebServiceResponse
{
}
