using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Discovers the shards of one mapping's stream and polls each that may be read.</summary>
/// <remarks>Runs on the caller's task scheduler and never uses the thread pool explicitly, so a simulation can supply its own.</remarks>
/// <param name="context">State shared by the mapping's pollers.</param>
/// <param name="starting">Starting position of the shards found by the mapping's first listing.</param>
/// <param name="store">Stores the shards' positions.</param>
/// <param name="random">Used by the discovery loop only; each shard has its own.</param>
internal sealed class MappingPoller(PollingContext context, ShardPosition starting, CheckpointStore store, Random random)
{
    private static readonly TimeSpan PauseAfterBug = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Task> _shards = [];
    private ShardLedger _ledger = new(starting, null); // Under _gate.

    /// <summary>Runs until cancelled, then returns without throwing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        _ledger = new ShardLedger(starting, store.Read(context.Log));
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause = await DiscoverAsync(cancellationToken) ? context.Options.ShardDiscoveryInterval
                : PollingContext.PauseAfterFailure;
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

            // A shard that ends usually has children, so its end triggers the next listing.
            await Task.WhenAny([Task.Delay(pause, context.Options.Time, enough.Token), .. _shards]);
            enough.Cancel();
            _shards.RemoveAll(shard => shard.IsCompleted);
        }

        await Task.WhenAll(_shards);
    }

    private async Task<bool> DiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ShardInfo> listing = await context.Reader.ListShardsAsync(cancellationToken);
            context.Outages.Succeeded();
            lock (_gate)
            {
                if (_ledger.Observe(listing))
                {
                    Save();
                }

                foreach (string shardId in _ledger.TakeStartable())
                {
                    Random own = new(random.Next());
                    _shards.Add(PollAsync(shardId, own, cancellationToken));
                }
            }

            return true;
        }
        catch (Exception error)
        {
            // Polling continues after any error: the next listing retries.
            if (!cancellationToken.IsCancellationRequested)
            {
                context.Outages.Failed(error);
            }

            return false;
        }
    }

    private async Task PollAsync(string shardId, Random own, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await new ShardPoller(context, shardId, own, position => Keep(shardId, position)).RunAsync(
                    PositionOf(shardId), cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception bug)
            {
                context.Log($"{shardId}: polling failed and begins again at the checkpoint: {bug}");
                await Task.WhenAny(Task.Delay(PauseAfterBug, context.Options.Time, cancellationToken));
            }
        }
    }

    private ShardPosition PositionOf(string shardId)
    {
        lock (_gate)
        {
            return _ledger.PositionOf(shardId);
        }
    }

    private void Keep(string shardId, ShardPosition position)
    {
        lock (_gate)
        {
            _ledger.Move(shardId, position);
            Save();
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void Save()
    {
        try
        {
            store.Write(_ledger.Positions);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // If the checkpoints cannot be written, for example on a full disk, records are redelivered after a restart.
            context.Log($"the checkpoints could not be stored: {error.Message}");
        }
    }
}
