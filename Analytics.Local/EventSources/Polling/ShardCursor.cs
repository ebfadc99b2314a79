using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Reads one shard sequentially and recovers from outages, expired iterators and lost positions. One read at a time.</summary>
internal sealed class ShardCursor(PollingContext context, string shardId, ShardPosition position)
{
    private ShardPosition _position = position;
    private ShardPosition? _settled;
    private string? _iterator;

    public async Task<CursorRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            CursorRead read = await ReadOnAsync(cancellationToken);
            context.Outages.Succeeded();
            return read;
        }
        catch (IteratorExpiredException)
        {
            // The next read opens a new iterator at the same position.
            _iterator = null;
            return new CursorRead.Failed();
        }
        catch (PositionLostException lost)
        {
            context.Log($"{shardId}: the stream no longer knows position {_position} ({lost.Message}); beginning again at its oldest "
                + $"record, "
                + "so records may be delivered twice");
            _iterator = null;
            _position = new ShardPosition.TrimHorizon();
            return new CursorRead.Lost();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Polling continues after any error: the position is kept and the next read retries.
            context.Outages.Failed(error);
            _iterator = null;
            return new CursorRead.Failed();
        }
    }

    private async Task<CursorRead> ReadOnAsync(CancellationToken cancellationToken)
    {
        if (_iterator is null)
        {
            DateTimeOffset now = context.Options.Time.GetUtcNow();
            _iterator = await context.Reader.OpenAsync(shardId, _position, cancellationToken);
            if (_position is ShardPosition.Latest)
            {
                // Fix LATEST at the current time, so that a new iterator does not skip records that have arrived since.
                _settled = _position = new ShardPosition.At(now);
            }
        }

        ShardPage page = await context.Reader.ReadAsync(shardId, _iterator, cancellationToken);
        _iterator = page.NextIterator;
        if (page.Records.Count > 0)
        {
            _position = new ShardPosition.After(page.Records[^1].SequenceNumber);
        }

        ShardPosition? settled = _settled;
        _settled = null;
        return new CursorRead.Page(page.Records, AtEnd: page.NextIterator is null, settled);
    }
}

/// <summary>The result of a read. A closed set of cases.</summary>
internal abstract record CursorRead
{
    private CursorRead()
    {
    }

    /// <summary>A page of records, possibly empty.</summary>
    /// <param name="Records">The records, in shard order.</param>
    /// <param name="AtEnd">Whether the shard is closed and has been read to its end.</param>
    /// <param name="Settled">The shard's starting position if LATEST has just been fixed at a time; otherwise null.</param>
    public sealed record Page(IReadOnlyList<StreamRecord> Records, bool AtEnd, ShardPosition? Settled) : CursorRead;

    /// <summary>The read failed; try again.</summary>
    public sealed record Failed : CursorRead;

    /// <summary>The position no longer exists; reading restarts at the shard's oldest record.</summary>
    public sealed record Lost : CursorRead;
}
