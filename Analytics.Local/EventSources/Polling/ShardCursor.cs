using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Reads one shard onwards through outages, expired iterators and lost positions. One read at a time.</summary>
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
            // Opened again at the next read, where this one would have gone on.
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
            // Whatever it is, the position is kept and the shard is tried again: polling must outlive its stream.
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
                // From now on "the latest" means this moment: opening anew must not pass over what came since.
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

/// <summary>What came of a read: a closed set.</summary>
internal abstract record CursorRead
{
    private CursorRead()
    {
    }

    /// <summary>Records, maybe none.</summary>
    /// <param name="Records">In order.</param>
    /// <param name="AtEnd">Whether the shard has no more, for good.</param>
    /// <param name="Settled">The position that the shard began at, when this read fixed it; else null.</param>
    public sealed record Page(IReadOnlyList<StreamRecord> Records, bool AtEnd, ShardPosition? Settled) : CursorRead;

    /// <summary>Nothing this time.</summary>
    public sealed record Failed : CursorRead;

    /// <summary>The position is gone: the shard is read from its oldest record.</summary>
    public sealed record Lost : CursorRead;
}
