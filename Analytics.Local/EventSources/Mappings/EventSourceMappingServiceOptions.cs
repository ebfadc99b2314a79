using Amazon.DynamoDBStreams;
using Amazon.Kinesis;
using Analytics.Local.Hosting;

namespace Analytics.Local.EventSources.Mappings;

/// <summary>Clients, clock and intervals for polling event source mappings.</summary>
public sealed record EventSourceMappingServiceOptions
{
    /// <summary>Client for Kinesis streams. Configure few retries: the pollers retry themselves.</summary>
    public required IAmazonKinesis Kinesis { get; init; }

    /// <summary>Client for DynamoDB streams. Configure few retries, as for <see cref="Kinesis"/>.</summary>
    public required IAmazonDynamoDBStreams DynamoDbStreams { get; init; }

    /// <summary>The region written into events, regardless of the region that the emulators report.</summary>
    public required string Region { get; init; }

    /// <summary>Receives log lines about outages, lost positions and discarded batches, with the mapping's name as source.</summary>
    public required ILogSink Logs { get; init; }

    /// <summary>Random source for retry jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>Directory of the checkpoint files, one per mapping; null keeps checkpoints in memory only.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Receives messages about discarded batches; null only logs them.</summary>
    public IFailureDestination? FailureDestination { get; init; }

    /// <summary>Receives polling metrics; null records none.</summary>
    public IPollingMeter? Meter { get; init; }

    /// <summary>Clock for polling, batching windows, retries and record ages.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Interval between reads of a Kinesis shard; default 1 second, as in Lambda.</summary>
    public TimeSpan KinesisPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Interval between reads of a DynamoDB stream shard; default 250 ms, as in Lambda.</summary>
    public TimeSpan DynamoDbPollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Interval between shard listings; default 10 seconds. The end of a shard also triggers a listing.</summary>
    public TimeSpan ShardDiscoveryInterval { get; init; } = TimeSpan.FromSeconds(10);
}
