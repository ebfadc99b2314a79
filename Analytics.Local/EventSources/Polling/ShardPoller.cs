using System.Diagnostics;
using Analytics.Local.EventSources.Policies;
using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Polling;

/// <summary>The loop around a <see cref="ShardConsumer"/>: reads its shard, invokes the function and stores the checkpoint.</summary>
/// <param name="context">State shared with the mapping's other shards.</param>
/// <param name="shardId">The shard to poll.</param>
/// <param name="random">Used by this poller only, because pollers run concurrently.</param>
/// <param name="keep">Stores a position of the shard.</param>
internal sealed class ShardPoller(PollingContext context, string shardId, Random random, Action<ShardPosition> keep)
{
    private readonly Dictionary<Task<InvocationResult>, StreamBatch> _inFlight = [];
    private readonly GiveUpReporter _reporter = new(context, shardId);
    private ShardConsumer _consumer = new(context.Mapping, context.Filter, random);
    private Task<CursorRead>? _reading;
    private DateTimeOffset _nextReadAt = DateTimeOffset.MinValue;
    private string? _kept;
    private bool _atEnd;
    private bool _lost;

    private DateTimeOffset Now => context.Options.Time.GetUtcNow();

    private bool MayRead => _reading is null && !_atEnd && !_lost && _consumer.HasRoom;

    /// <summary>Runs until the shard has ended and all its records are done.</summary>
    public async Task RunAsync(ShardPosition position, CancellationToken cancellationToken)
    {
        ShardCursor cursor = new(context, shardId, position);
        while (true)
        {
            StartBatches(cancellationToken);
            await SettleAsync(cancellationToken);
            if (_consumer.IsFinished)
            {
                keep(new ShardPosition.Ended());
                return;
            }

            if (MayRead && Now >= _nextReadAt)
            {
                _nextReadAt = Now + context.PollInterval;
                _reading = cursor.ReadAsync(cancellationToken);
            }

            await WaitAsync(cancellationToken);
            await TakeReadAsync();
            await TakeResultsAsync();
        }
    }

    private void StartBatches(CancellationToken cancellationToken)
    {
        if (_lost && _inFlight.Count == 0)
        {
            // The remaining records are read again, so discard the buffered records and the checkpoint that the stream does not know.
            _consumer = new ShardConsumer(context.Mapping, context.Filter, random);
            _kept = null;
            _lost = false;
        }

        if (_lost)
        {
            return;
        }

        foreach (StreamBatch batch in _consumer.Start(Now))
        {
            _inFlight.Add(InvokeAsync(batch, cancellationToken), batch);
        }
    }

    /// <summary>Reports discarded batches to the destination before storing the checkpoint that passes them.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (GivenUpBatch givenUp in _consumer.TakeGivenUp())
        {
            await _reporter.ReportAsync(givenUp, cancellationToken);
        }

        if (!_lost && _consumer.Checkpoint is { } checkpoint && checkpoint != _kept)
        {
            keep(new ShardPosition.After(checkpoint));
            _kept = checkpoint;
        }
    }

    private async Task<InvocationResult> InvokeAsync(StreamBatch batch, CancellationToken cancellationToken)
    {
        context.Options.Meter?.Batch(context.Binding.FunctionArn, Age(batch.Records));
        try
        {
            return await context.Binding.Function.InvokeAsync(EventPayload.Of(batch.Records), cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // If the invoker throws, the function has not run; the batch must be retried, not lost.
            context.Log($"{shardId}: the function could not be invoked: {error.Message}");
            return new InvocationResult.NotRun(error.Message);
        }
    }

    /// <summary>Waits until a read completes, a result arrives or the next action is due.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? wakeAt = _lost ? null : _consumer.WakeAt();
        if (MayRead && !(wakeAt < _nextReadAt))
        {
            wakeAt = _nextReadAt;
        }

        TimeSpan delay = wakeAt is { } moment ? moment - Now : Timeout.InfiniteTimeSpan;
        if (wakeAt is not null && delay <= TimeSpan.Zero)
        {
            return;
        }

        // Task.Delay truncates to whole milliseconds. A remaining fraction would not wait at all, and the loop would spin until it had
        // passed.
        if (wakeAt is not null)
        {
            delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> events = [.. _inFlight.Keys, Task.Delay(delay, context.Options.Time, enough.Token)];
        if (_reading is not null)
        {
            events.Add(_reading);
        }

        await Task.WhenAny(events);
        enough.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task TakeReadAsync()
    {
        if (_reading is not { IsCompleted: true } reading)
        {
            return;
        }

        _reading = null;
        switch (await reading)
        {
            case CursorRead.Page page:
                TakePage(page);
                break;
            case CursorRead.Failed:
                context.Options.Meter?.Read(context.Mapping, null, TimeSpan.Zero);
                _nextReadAt = Now + TimeSpan.FromTicks(Math.Max(PollingContext.PauseAfterFailure.Ticks, context.PollInterval.Ticks));
                break;
            case CursorRead.Lost:
                keep(new ShardPosition.TrimHorizon());
                _lost = true;
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void TakePage(CursorRead.Page page)
    {
        if (page.Settled is { } settled)
        {
            keep(settled);
        }

        context.Options.Meter?.Read(context.Mapping, page.Records.Count, Age(page.Records));
        _consumer.Receive(page.Records, Now);
        if (page.AtEnd)
        {
            _atEnd = true;
            _consumer.EndOfShard();
        }
    }

    private TimeSpan Age(IReadOnlyList<StreamRecord> records) =>
        records.Count > 0 && Now - records[^1].ArrivedAt is { Ticks: > 0 } age ? age : TimeSpan.Zero;

    private async Task TakeResultsAsync()
    {
        foreach (Task<InvocationResult> done in _inFlight.Keys.Where(task => task.IsCompleted).ToArray())
        {
            _inFlight.Remove(done, out StreamBatch? batch);
            _consumer.Complete(batch!, await done, Now); // Not null: the key was there.
        }
    }
}
