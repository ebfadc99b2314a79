using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Reads a stream: all that polling needs of Kinesis or DynamoDB Streams.</summary>
/// <remarks>Any exception but the two named means that the stream is out of reach for now.</remarks>
internal interface IStreamReader
{
    Task<IReadOnlyList<ShardInfo>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a shard.</summary>
    /// <exception cref="PositionLostException">There is nothing at that position, nor ever again.</exception>
    Task<string> OpenAsync(string shardId, ShardPosition position, CancellationToken cancellationToken);

    /// <summary>Reads on.</summary>
    /// <exception cref="IteratorExpiredException">The iterator is no longer known; the shard must be opened again.</exception>
    /// <exception cref="PositionLostException">The records at that position are gone.</exception>
    Task<ShardPage> ReadAsync(string shardId, string iterator, CancellationToken cancellationToken);
}

/// <summary>What one read gave.</summary>
/// <param name="Records">May be none, although there are more.</param>
/// <param name="NextIterator">Null at the end of a closed shard, and only there.</param>
public sealed record ShardPage(IReadOnlyList<StreamRecord> Records, string? NextIterator);

/// <summary>The iterator is too old, or from before a restart of the stream's service.</summary>
internal sealed class IteratorExpiredException(string message, Exception inner) : Exception(message, inner);

/// <summary>The position is before the oldest record, or names a record that the stream does not know.</summary>
public sealed class PositionLostException(string message, Exception? inner) : Exception(message, inner);
