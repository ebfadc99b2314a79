using System.Text;
using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Analytics.Tests.Standins.Lambda;

/// <summary>The serializer under test, from text and to text.</summary>
internal static class LambdaJson
{
    public static readonly ILambdaSerializer Generated = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>();

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

[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
[JsonSerializable(typeof(StreamsEventResponse))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LambdaJsonContext : JsonSerializerContext;

/// <summary>The event types with the converters that a function gives them.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, Converters = [typeof(MemoryStreamConverter), typeof(DateTimeConverter)])]
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(DynamoDBEvent))]
[JsonSerializable(typeof(DateTime))]
[JsonSerializable(typeof(MemoryStream))]
internal sealed partial class EventContext : JsonSerializerContext;
