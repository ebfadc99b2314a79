using System.Text.Json.Serialization;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Analytics.Functions.Counting;

/// <summary>Source-generated JSON for the records of both event sources and the batch response.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    MaxDepth = StreamEventParser.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MemoryStreamConverter), typeof(DateTimeConverter)])]
[JsonSerializable(typeof(KinesisEvent.KinesisEventRecord))]
[JsonSerializable(typeof(DynamoDBEvent.DynamodbStreamRecord))]
[JsonSerializable(typeof(Amazon.Lambda.KinesisEvents.StreamsEventResponse))]
internal sealed partial class EventJson : JsonSerializerContext;
