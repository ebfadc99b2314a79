using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Analytics.Tests.Standins.Lambda;

/// <summary>The serializers under test, from text and to text.</summary>
internal static class LambdaJson
{
    public static readonly ILambdaSerializer Generated = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();
    public static readonly ILambdaSerializer Reflecting = new DefaultLambdaJsonSerializer();
    public static readonly ILambdaSerializer CamelCase = new CamelCaseLambdaJsonSerializer();

    public static T Read<T>(this ILambdaSerializer serializer, string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return serializer.Deserialize<T>(stream);
    }

    public static string Write<T>(this ILambdaSerializer serializer, T value)
    {
        using var stream = new MemoryStream();
        serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(DynamoDBEvent))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
[JsonSerializable(typeof(Amazon.Lambda.KinesisEvents.StreamsEventResponse))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LambdaJsonContext : JsonSerializerContext;
