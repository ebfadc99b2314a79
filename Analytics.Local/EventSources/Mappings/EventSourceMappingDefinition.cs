namespace Analytics.Local.EventSources.Mappings;

/// <summary>An event source mapping as the template describes it. Defaults and ranges are Lambda's.</summary>
public sealed record EventSourceMappingDefinition
{
    /// <summary>
    /// Identifies the mapping in logs and its checkpoint file: function and event, for example <c>AnalyticsFunction.Kinesis</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The kind of stream.</summary>
    public required EventSourceKind Kind { get; init; }

    /// <summary>The ARN of the Kinesis stream, or of the DynamoDB table's stream.</summary>
    public required string StreamArn { get; init; }

    /// <summary>Maximum records per batch, 1 to 10,000; default 100.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Maximum time to gather records before invoking the function, 0 to 300 seconds; default 0.</summary>
    public TimeSpan MaximumBatchingWindow { get; init; }

    /// <summary>Concurrent batches per shard, 1 to 10; default 1. Records with the same partition key stay in order.</summary>
    public int ParallelizationFactor { get; init; } = 1;

    /// <summary>Where to start reading a shard that has no checkpoint.</summary>
    public required StartingPosition StartingPosition { get; init; }

    /// <summary>The time to start at if the position is <see cref="StartingPosition.AtTimestamp"/>.</summary>
    public DateTimeOffset? StartingPositionTimestamp { get; init; }

    /// <summary>Records older than this are discarded, 60 seconds to 7 days; null (-1 in the template) never discards by age.</summary>
    public TimeSpan? MaximumRecordAge { get; init; }

    /// <summary>
    /// Retries before a failed batch is discarded, 0 to 10,000; null (-1 in the template) retries until the records expire.
    /// </summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>Whether a failed batch is split in two before it is retried.</summary>
    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary>Whether the function's <c>batchItemFailures</c> response is used.</summary>
    public bool ReportBatchItemFailures { get; init; }

    /// <summary>Filter patterns as JSON text. A record passes if any pattern matches, or if there are none.</summary>
    public IReadOnlyList<string> FilterPatterns { get; init; } = [];

    /// <summary>The ARN of the queue that receives a message for each discarded batch; null for none.</summary>
    public string? OnFailureDestinationArn { get; init; }

    /// <summary>Whether the mapping polls its stream; default true.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>The kinds of stream that the local host can read.</summary>
public enum EventSourceKind
{
    /// <summary>A Kinesis data stream.</summary>
    Kinesis,

    /// <summary>A DynamoDB table's stream.</summary>
    DynamoDb,
}

/// <summary>Where to start reading a shard.</summary>
public enum StartingPosition
{
    /// <summary>At the oldest available record.</summary>
    TrimHorizon,

    /// <summary>After the newest record.</summary>
    Latest,

    /// <summary>At the first record at or after a given time; Kinesis only.</summary>
    AtTimestamp,
}
