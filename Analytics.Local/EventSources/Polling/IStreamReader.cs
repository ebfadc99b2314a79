using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

/// <summary>The stream operations that polling needs, for Kinesis or DynamoDB Streams.</summary>
/// <remarks>Any exception other than the two named below means that the stream is temporarily unavailable.</remarks>
internal interface IStreamReader
{
    Task<IReadOnlyList<ShardInfo>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>Returns a shard iterator for the position.</summary>
    /// <exception cref="PositionLostException">The position no longer exists in the stream.</exception>
    Task<string> OpenAsync(string shardId, ShardPosition position, CancellationToken cancellationToken);

    /// <summary>Reads the next page of a shard.</summary>
    /// <exception cref="IteratorExpiredException">The iterator is no longer valid; open the shard again.</exception>
    /// <exception cref="PositionLostException">The records at that position have been trimmed.</exception>
    Task<ShardPage> ReadAsync(string shardId, string iterator, CancellationToken cancellationToken);
}

/// <summary>The result of one read.</summary>
/// <param name="Records">May be empty even if the shard has more records.</param>
/// <param name="NextIterator">Null only at the end of a closed shard.</param>
public sealed record ShardPage(IReadOnlyList<StreamRecord> Records, string? NextIterator);

/// <summary>The iterator has expired, or the stream's service has restarted since it was issued.</summary>
internal sealed class IteratorExpiredException(string message, Exception inner) : Exception(message, inner);

/// <summary>The position is before the oldest record, or the stream does not know its sequence number.</summary>
public sealed class PositionLostException(string message, Exception? inner) : Exception(message, inner);
