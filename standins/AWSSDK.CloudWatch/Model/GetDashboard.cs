using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class GetDashboardRequest : AmazonCloudWatchRequest
{
    public string DashboardName { get; set; }

    internal static void Write(Utf8JsonWriter json, GetDashboardRequest request)
    {
        json.Member("DashboardName", request.DashboardName);
    }
}

public partial class GetDashboardResponse : AmazonWebServiceResponse
{
    public string DashboardArn { get; set; }

    public string DashboardBody { get; set; }

    public string DashboardName { get; set; }

    internal static GetDashboardResponse Read(JsonElement json) => new()
    {
        DashboardArn = json.String("DashboardArn"),
        DashboardBody = json.String("DashboardBody"),
        DashboardName = json.String("DashboardName"),
    };
}
