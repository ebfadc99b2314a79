using System.Text.Json;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class Record
{
    public string AwsRegion { get; set; }

    public StreamRecord Dynamodb { get; set; }

    public string EventID { get; set; }

    public OperationType EventName { get; set; }

    public string EventSource { get; set; }

    public string EventVersion { get; set; }

    /// <summary>Set for deletions by the table's time to live only.</summary>
    public Identity UserIdentity { get; set; }

    internal static Record Read(JsonElement json) => new()
    {
        AwsRegion = json.String("awsRegion"),
        Dynamodb = json.Object("dynamodb", StreamRecord.Read),
        EventID = json.String("eventID"),
        EventName = json.String("eventName"),
        EventSource = json.String("eventSource"),
        EventVersion = json.String("eventVersion"),
        UserIdentity = json.Object("userIdentity", Identity.Read),
    };
}

public partial class Identity
{
    public string PrincipalId { get; set; }

    public string Type { get; set; }

    internal static Identity Read(JsonElement json) => new()
    {
        PrincipalId = json.String("PrincipalId"),
        Type = json.String("Type"),
    };
}
