using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class ListStreamsRequest : AmazonKinesisRequest
{
    public string ExclusiveStartStreamName { get; set; }

    public int? Limit { get; set; }

    public string NextToken { get; set; }

    internal static void Write(Utf8JsonWriter json, ListStreamsRequest request)
    {
        json.Member("ExclusiveStartStreamName", request.ExclusiveStartStreamName);
        json.Member("Limit", request.Limit);
        json.Member("NextToken", request.NextToken);
    }
}

public partial class ListStreamsResponse : AmazonWebServiceResponse
{
    public bool? HasMoreStreams { get; set; }

    public string NextToken { get; set; }

    public List<string> StreamNames { get; set; }

    internal static ListStreamsResponse Read(JsonElement json) => new()
    {
        HasMoreStreams = json.Bool("HasMoreStreams"),
        NextToken = json.String("NextToken"),
        StreamNames = json.List("StreamNames", JsonReading.AsString),
    };
}
