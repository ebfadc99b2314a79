using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class ListStreamsRequest : AmazonDynamoDBStreamsRequest
{
    public string ExclusiveStartStreamArn { get; set; }

    public int? Limit { get; set; }

    public string TableName { get; set; }

    internal static void Write(Utf8JsonWriter json, ListStreamsRequest request)
    {
        json.Member("ExclusiveStartStreamArn", request.ExclusiveStartStreamArn);
        json.Member("Limit", request.Limit);
        json.Member("TableName", request.TableName);
    }
}

public partial class ListStreamsResponse : AmazonWebServiceResponse
{
    public string LastEvaluatedStreamArn { get; set; }

    public List<StreamSummary> Streams { get; set; }

    internal static ListStreamsResponse Read(JsonElement json) => new()
    {
        LastEvaluatedStreamArn = json.String("LastEvaluatedStreamArn"),
        Streams = json.List("Streams", StreamSummary.Read),
    };
}

public partial class StreamSummary
{
    public string StreamArn { get; set; }

    public string StreamLabel { get; set; }

    public string TableName { get; set; }

    internal static StreamSummary Read(JsonElement json) => new()
    {
        StreamArn = json.String("StreamArn"),
        StreamLabel = json.String("StreamLabel"),
        TableName = json.String("TableName"),
    };
}
