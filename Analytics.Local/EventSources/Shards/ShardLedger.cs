namespace Analytics.Local.EventSources.Shards;

/// <summary>Tracks the position of each shard of a mapping and decides which shards may be read: parents before children.</summary>
/// <remarks>Not thread-safe. Uses no clock and no I/O.</remarks>
internal sealed class ShardLedger
{
    private readonly ShardPosition _starting;
    private readonly Dictionary<string, ShardPosition> _positions;
    private readonly HashSet<string> _running = [];
    private IReadOnlyList<ShardInfo> _listed = [];
    private bool _begun;

    /// <summary>Creates a ledger from stored positions, or a new one.</summary>
    /// <param name="starting">Starting position of the shards in the first listing.</param>
    /// <param name="kept">The stored positions; null if the mapping has never listed shards.</param>
    public ShardLedger(ShardPosition starting, IReadOnlyDictionary<string, ShardPosition>? kept)
    {
        _starting = starting;
        _positions = kept is null ? [] : new Dictionary<string, ShardPosition>(kept, StringComparer.Ordinal);
        _begun = kept is not null;
    }

    public IReadOnlyDictionary<string, ShardPosition> Positions => _positions;

    /// <summary>Updates the ledger from a listing of the stream's shards.</summary>
    /// <returns>Whether the positions changed.</returns>
    /// <remarks>
    /// A shard that appears after the first listing is read from its beginning, whatever the starting position: a reshard created it, and
    /// its first records follow those of its parents. A shard that is no longer listed has been trimmed.
    /// </remarks>
    public bool Observe(IReadOnlyList<ShardInfo> listing)
    {
        bool changed = false;
        foreach (ShardInfo shard in listing)
        {
            changed |= _positions.TryAdd(shard.ShardId, _begun ? new ShardPosition.TrimHorizon() : _starting);
        }

        HashSet<string> listed = [.. listing.Select(shard => shard.ShardId)];
        foreach (string gone in _positions.Keys.Where(shard => !listed.Contains(shard) && !_running.Contains(shard)).ToArray())
        {
            changed |= _positions.Remove(gone);
        }

        _listed = listing;
        _begun |= listing.Count > 0;
        return changed;
    }

    /// <summary>Takes the shards that can be started now: not done, not started, and without a parent that still has records.</summary>
    public IReadOnlyList<string> TakeStartable()
    {
        string[] startable =
        [
            .. _listed
                .Where(shard => !IsEnded(shard.ShardId) && !_running.Contains(shard.ShardId) && !shard.Parents.Any(HasRecords))
                .Select(shard => shard.ShardId),
        ];
        _running.UnionWith(startable);
        return startable;
    }

    public ShardPosition PositionOf(string shardId) => _positions[shardId];

    public void Move(string shardId, ShardPosition position)
    {
        _positions[shardId] = position;
        if (position is ShardPosition.Ended)
        {
            _running.Remove(shardId);
        }
    }

    private bool IsEnded(string shardId) => _positions.GetValueOrDefault(shardId) is ShardPosition.Ended;

    /// <summary>A parent that is not listed has been trimmed, so its records can no longer be read.</summary>
    private bool HasRecords(string parent) => !IsEnded(parent) && _listed.Any(shard => shard.ShardId == parent);
}
