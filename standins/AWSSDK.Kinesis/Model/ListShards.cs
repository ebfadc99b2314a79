using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class ListShardsRequest : AmazonKinesisRequest
{
    public string NextToken { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, ListShardsRequest request)
    {
        json.Member("NextToken", request.NextToken);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class ListShardsResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<Shard> Shards { get; set; }

    internal static ListShardsResponse Read(JsonElement json) => new()
    {
        NextToken = json.String("NextToken"),
        Shards = json.List("Shards", Shard.Read),
    };
}
