namespace Analytics.Local.EventSources;

/// <summary>An event source mapping as the template describes it. Defaults and ranges are those of Lambda.</summary>
public sealed record EventSourceMappingDefinition
{
    /// <summary>Names the mapping in logs and keys its checkpoints: function and event, as <c>AnalyticsFunction.Kinesis</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which kind of stream it reads.</summary>
    public required EventSourceKind Kind { get; init; }

    /// <summary>The stream: for Kinesis the stream's ARN, for DynamoDB the ARN of the table's stream.</summary>
    public required string StreamArn { get; init; }

    /// <summary>Records in a batch at the most, 1 to 10,000; default 100.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>How long a batch may be gathered, 0 to 300 seconds; default 0.</summary>
    public TimeSpan MaximumBatchingWindow { get; init; }

    /// <summary>Batches of one shard in flight at once, 1 to 10, in order for each partition key; default 1.</summary>
    public int ParallelizationFactor { get; init; } = 1;

    /// <summary>Where a shard without a checkpoint is begun.</summary>
    public required StartingPosition StartingPosition { get; init; }

    /// <summary>The moment to begin at, with <see cref="StartingPosition.AtTimestamp"/>.</summary>
    public DateTimeOffset? StartingPositionTimestamp { get; init; }

    /// <summary>Records older than this are given up; null (the template's -1) means never. 60 seconds to 7 days.</summary>
    public TimeSpan? MaximumRecordAge { get; init; }

    /// <summary>Retries of a failed batch before it is given up; null (the template's -1) means until it expires. 0 to 10,000.</summary>
    public int? MaximumRetryAttempts { get; init; }

    /// <summary>Whether a failed batch is split in two.</summary>
    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary>Whether the function's <c>batchItemFailures</c> are heeded.</summary>
    public bool ReportBatchItemFailures { get; init; }

    /// <summary>Filter patterns, each a JSON text; a record passes if any matches. Empty: every record passes.</summary>
    public IReadOnlyList<string> FilterPatterns { get; init; } = [];

    /// <summary>The ARN of the queue that is told of given-up batches; null for none.</summary>
    public string? OnFailureDestinationArn { get; init; }

    /// <summary>Whether the mapping polls at all; default true.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>The streams that the local host can read.</summary>
public enum EventSourceKind
{
    /// <summary>A Kinesis data stream.</summary>
    Kinesis,

    /// <summary>The stream of a DynamoDB table.</summary>
    DynamoDb,
}

/// <summary>Where reading of a shard begins.</summary>
public enum StartingPosition
{
    /// <summary>At the oldest record there is.</summary>
    TrimHorizon,

    /// <summary>After the newest record there is.</summary>
    Latest,

    /// <summary>At the first record that is not older than a given moment; Kinesis only.</summary>
    AtTimestamp,
}
