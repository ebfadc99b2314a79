using Amazon.DynamoDBStreams;
using Amazon.Kinesis;
using Analytics.Local.Hosting;

namespace Analytics.Local.EventSources.Mappings;

/// <summary>What event source mappings poll with.</summary>
public sealed record EventSourceMappingServiceOptions
{
    /// <summary>Reads the Kinesis streams. Its own retries should be few: the pollers try again by themselves.</summary>
    public required IAmazonKinesis Kinesis { get; init; }

    /// <summary>Reads the streams of tables; as for <see cref="Kinesis"/>.</summary>
    public required IAmazonDynamoDBStreams DynamoDbStreams { get; init; }

    /// <summary>The region that events carry, whatever the emulators call theirs.</summary>
    public required string Region { get; init; }

    /// <summary>Where mappings report outages, lost positions and given-up batches, under their names.</summary>
    public required ILogSink Logs { get; init; }

    /// <summary>Spreads retries.</summary>
    public required Random Random { get; init; }

    /// <summary>Where checkpoints are kept, one file for each mapping; null keeps them in memory only.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Takes the messages about given-up batches; null only logs them.</summary>
    public IFailureDestination? FailureDestination { get; init; }

    /// <summary>Is told how polling goes; null for nobody.</summary>
    public IPollingMeter? Meter { get; init; }

    /// <summary>The clock of polling, batching windows, retries and record ages.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Time from one read of a Kinesis shard to the next; default one second, as in Lambda.</summary>
    public TimeSpan KinesisPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time from one read of a table stream's shard to the next; default 250 ms, as in Lambda.</summary>
    public TimeSpan DynamoDbPollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time from one look for new shards to the next, beside the look when a shard ends; default 10 seconds.</summary>
    public TimeSpan ShardDiscoveryInterval { get; init; } = TimeSpan.FromSeconds(10);
}
