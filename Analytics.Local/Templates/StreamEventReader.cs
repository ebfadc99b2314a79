using System.Globalization;
using System.Text.Json;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.Templates;

/// <summary>
/// Reads an event of type <c>Kinesis</c> or <c>DynamoDB</c>, or an <c>AWS::Lambda::EventSourceMapping</c>, as an event source mapping.
/// </summary>
internal static class StreamEventReader
{
    private const int MaxFilterPatternChars = 4_096;

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["KmsKeyArn"] = "the filters are the developer's own",
        ["MetricsConfig"] = "monitoring of the deployed mapping",
        ["Tags"] = "nothing here reads tags",
    };

    /// <summary>Reads an event of a function.</summary>
    public static EventSourceMappingDefinition ReadEvent(string name, string type, PropertyReader properties) =>
        Read(name, type == "Kinesis" ? EventSourceKind.Kinesis : EventSourceKind.DynamoDb, "Stream", properties);

    /// <summary>Reads a mapping that is a resource of its own.</summary>
    public static EventSourceMappingDefinition ReadResource(string name, PropertyReader properties)
    {
        const string stream = "EventSourceArn";
        var isKinesis = properties.Text(stream)?.Contains(":kinesis:", StringComparison.Ordinal) == true;
        return Read(name, isKinesis ? EventSourceKind.Kinesis : EventSourceKind.DynamoDb, stream, properties);
    }

    private static EventSourceMappingDefinition Read(string name, EventSourceKind kind, string stream, PropertyReader properties)
    {
        properties.Accept(WithoutEffect);
        properties.Required("StartingPosition");
        return new EventSourceMappingDefinition
        {
            Name = name,
            Kind = kind,
            StreamArn = Stream(properties, stream, kind),
            BatchSize = properties.Integer("BatchSize", 1, 10_000) ?? 100,
            MaximumBatchingWindow = TimeSpan.FromSeconds(properties.Integer("MaximumBatchingWindowInSeconds", 0, 300) ?? 0),
            ParallelizationFactor = properties.Integer("ParallelizationFactor", 1, 10) ?? 1,
            StartingPosition = properties.OneOf("StartingPosition", "TRIM_HORIZON", StartingPositions(kind)) switch
            {
                "LATEST" => StartingPosition.Latest,
                "AT_TIMESTAMP" => StartingPosition.AtTimestamp,
                _ => StartingPosition.TrimHorizon,
            },
            StartingPositionTimestamp = Timestamp(properties),
            MaximumRecordAge = RecordAge(properties),
            MaximumRetryAttempts = properties.Integer("MaximumRetryAttempts", -1, 10_000) is { } attempts and >= 0 ? attempts : null,
            BisectBatchOnFunctionError = properties.Flag("BisectBatchOnFunctionError"),
            ReportBatchItemFailures = ReportsFailures(properties),
            FilterPatterns = properties.Object("FilterCriteria", criteria => criteria.Objects("Filters", Pattern)) ?? [],
            OnFailureDestinationArn = properties.Object("DestinationConfig", config => config.Object("OnFailure", Destination)),
            Enabled = properties.Flag("Enabled", otherwise: true),
        };
    }

    private static string[] StartingPositions(EventSourceKind kind) =>
        kind == EventSourceKind.Kinesis ? ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"] : ["TRIM_HORIZON", "LATEST"];

    private static string Stream(PropertyReader properties, string name, EventSourceKind kind)
    {
        var arn = properties.RequiredText(name);
        var service = kind == EventSourceKind.Kinesis ? ":kinesis:" : ":dynamodb:";
        if (arn.Length > 0 && !(arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(service, StringComparison.Ordinal)))
        {
            properties.Reject(name, $"It must be the ARN of a stream of this type, not '{arn}'.");
        }

        return arn;
    }

    private static DateTimeOffset? Timestamp(PropertyReader properties)
    {
        if (properties.Text("StartingPositionTimestamp") is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e11)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        }

        properties.Reject("StartingPositionTimestamp", $"It is in seconds since 1970, not '{text}'.");
        return null;
    }

    private static TimeSpan? RecordAge(PropertyReader properties)
    {
        const string name = "MaximumRecordAgeInSeconds";
        switch (properties.Integer(name, -1, 604_800))
        {
            case null or -1:
                return null;
            case { } seconds and >= 60:
                return TimeSpan.FromSeconds(seconds);
            default:
                properties.Reject(name, "It is -1, or 60 seconds to 7 days.");
                return null;
        }
    }

    private static bool ReportsFailures(PropertyReader properties)
    {
        const string name = "FunctionResponseTypes";
        var types = properties.Texts(name);
        if (types.Any(type => type != "ReportBatchItemFailures"))
        {
            properties.Reject(name, "The only response type is ReportBatchItemFailures.");
        }

        return types.Count > 0;
    }

    private static string Pattern(PropertyReader filter)
    {
        const string name = "Pattern";
        var pattern = filter.RequiredText(name);
        try
        {
            using var parsed = JsonDocument.Parse(pattern);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object || pattern.Length > MaxFilterPatternChars)
            {
                filter.Reject(name, $"A filter pattern is a JSON object of at most {MaxFilterPatternChars} characters.");
            }
        }
        catch (JsonException exception)
        {
            filter.Reject(name, $"It is not JSON: {exception.Message}");
        }

        return pattern;
    }

    private static string Destination(PropertyReader onFailure)
    {
        onFailure.OneOf("Type", "SQS", "SQS");
        var arn = onFailure.RequiredText("Destination");
        if (!arn.Contains(":sqs:", StringComparison.Ordinal))
        {
            onFailure.Reject("Destination", $"The local host can only send to an SQS queue, not to '{arn}'.");
        }

        return arn;
    }
}
