using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

/// <summary>Replaces the dashboard as a whole.</summary>
public partial class PutDashboardRequest : AmazonCloudWatchRequest
{
    public string DashboardBody { get; set; }

    public string DashboardName { get; set; }

    public List<Tag> Tags { get; set; }

    internal static void Write(Utf8JsonWriter json, PutDashboardRequest request)
    {
        json.Member("DashboardBody", request.DashboardBody);
        json.Member("DashboardName", request.DashboardName);
        json.Member("Tags", request.Tags, Tag.Write);
    }
}

public partial class Tag
{
    public string Key { get; set; }

    public string Value { get; set; }

    internal static void Write(Utf8JsonWriter json, Tag value)
    {
        json.Member("Key", value.Key);
        json.Member("Value", value.Value);
    }
}

public partial class PutDashboardResponse : AmazonWebServiceResponse
{
    /// <summary>Warnings: the dashboard was stored.</summary>
    public List<DashboardValidationMessage> DashboardValidationMessages { get; set; }

    internal static PutDashboardResponse Read(JsonElement json) => new()
    {
        DashboardValidationMessages = json.List("DashboardValidationMessages", DashboardValidationMessage.Read),
    };
}

public partial class DashboardValidationMessage
{
    public string DataPath { get; set; }

    public string Message { get; set; }

    internal static DashboardValidationMessage Read(JsonElement json) => new()
    {
        DataPath = json.String("DataPath"),
        Message = json.String("Message"),
    };
}
