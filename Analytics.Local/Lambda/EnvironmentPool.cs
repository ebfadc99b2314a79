namespace Analytics.Local.Lambda;

/// <summary>
/// The execution environments of one function. Starts another when an event has waited too long, keeps environments warm, and retires
/// those that stay idle.
/// </summary>
internal sealed class EnvironmentPool(FunctionDefinition function, LambdaServiceOptions options, InvocationIds ids)
    : IFunctionInvoker, IEnvironmentOwner, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();

    // Guarded by _gate. _live holds an environment from before its start until its end. _idle ends with the most recently used one.
    private readonly HashSet<ExecutionEnvironment> _live = [];
    private readonly HashSet<ExecutionEnvironment> _starting = [];
    private readonly List<ExecutionEnvironment> _idle = [];
    private readonly LinkedList<Invocation> _waiting = new();
    private readonly HashSet<Task> _work = [];
    private int _startFailures;
    private DateTimeOffset _startNotBefore = DateTimeOffset.MinValue;

    /// <summary>Starts the first environment, unless it is to start on demand, and the loop that retires idle ones.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (!function.StartsOnDemand)
            {
                StartOne();
            }

            Track(RetireAsync());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The payload is larger than 6 MB.</exception>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > LambdaLimits.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"The event has {payload.Length} bytes; at most {LambdaLimits.MaxPayloadBytes} are allowed.", nameof(payload));
        }

        Invocation invocation = new(ids.NextRequestId(), ids.NextTraceId(), payload);
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return new InvocationResult.NotRun("The local Lambda service is shutting down.");
            }

            _waiting.AddLast(invocation);
            Match();
            if (_waiting.Contains(invocation))
            {
                Track(ScaleOutForAsync(invocation));
            }
        }

        try
        {
            return await invocation.Result.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _waiting.Remove(invocation);
            }

            _ = AbandonAsync(invocation);
            throw;
        }
    }

    public void Idle(ExecutionEnvironment environment)
    {
        lock (_gate)
        {
            if (_starting.Remove(environment))
            {
                _startFailures = 0;
            }

            if (_live.Contains(environment))
            {
                _idle.Remove(environment);
                _idle.Add(environment);
                Match();
            }
        }
    }

    public void Ended(ExecutionEnvironment environment, RuntimeError? initError)
    {
        lock (_gate)
        {
            Remove(environment);
            Track(environment.DisposeAsync().AsTask());
            if (initError is not null)
            {
                options.Logs.Write(function.LogicalId, $"init failed: {initError.ErrorType}: {initError.Message}");
                StartFailed(id => new InvocationResult.FunctionError(id, initError.ErrorType, initError.Message));
            }

            Match();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        ExecutionEnvironment[] live;
        lock (_gate)
        {
            FailWaiting(_ => new InvocationResult.NotRun("The local Lambda service is shutting down."));
            live = [.. _live];
        }

        foreach (ExecutionEnvironment environment in live)
        {
            environment.ShutDown();
        }

        for (Task[] work = Work(); work.Length > 0; work = Work())
        {
            await Task.WhenAll(work);
        }

        _stop.Dispose();
    }

    /// <summary>Ends a streamed response that arrives after its caller has left.</summary>
    private static async Task AbandonAsync(Invocation invocation)
    {
        if (await invocation.Result is InvocationResult.Streamed streamed)
        {
            streamed.Body.Abandon();
        }
    }

    /// <summary>Assigns waiting events to idle environments, and starts an environment if there is none. Call with the lock held.</summary>
    private void Match()
    {
        while (_waiting.First is { } first && _idle.Count > 0)
        {
            ExecutionEnvironment environment = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            if (environment.TryBegin(first.Value))
            {
                _waiting.RemoveFirst();
            }
        }

        if (_waiting.Count > 0 && _live.Count == 0 && !_stop.IsCancellationRequested)
        {
            StartOne();
        }
    }

    /// <summary>Starts another environment if the event has waited too long, one at a time.</summary>
    /// <remarks>
    /// Lambda has the capacity to start one for every waiting event; a laptop does not. Ten processes that start at once slow each other
    /// down, while the one already running would have handled all the events.
    /// </remarks>
    private async Task ScaleOutForAsync(Invocation invocation)
    {
        try
        {
            for (TimeSpan wait = options.ScaleOutAfter; ; wait = options.ScaleOutAfter / 5)
            {
                await Task.Delay(wait, options.Time, _stop.Token);
                lock (_gate)
                {
                    if (!_waiting.Contains(invocation))
                    {
                        return;
                    }

                    if (_starting.Count == 0 && _live.Count < options.MaxEnvironmentsPerFunction)
                    {
                        StartOne();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void StartOne()
    {
        ExecutionEnvironment environment = new(function, options, ids.NextLogStream(), this);
        _live.Add(environment);
        _starting.Add(environment);
        Track(StartAsync(environment, _startNotBefore - options.Time.GetUtcNow()));
    }

    private async Task StartAsync(ExecutionEnvironment environment, TimeSpan delay)
    {
        try
        {
            await Task.Yield(); // Out of the lock under which it is called.
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, options.Time, _stop.Token);
            }

            await environment.StartAsync(_stop.Token);
        }
        catch (Exception failure)
        {
            // The cause can be anything from a missing file to a full process table. The invoker learns that the function cannot run now.
            lock (_gate)
            {
                Remove(environment);
                StartFailed(_ => new InvocationResult.NotRun($"{function.LogicalId} could not be started: {failure.Message}"));
            }

            if (!_stop.IsCancellationRequested)
            {
                options.Logs.Write(function.LogicalId, $"could not be started: {failure.Message}");
            }

            await environment.DisposeAsync();
        }
    }

    private async Task RetireAsync()
    {
        using PeriodicTimer timer = new(options.IdleLifetime / 4, options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                RetireIdle();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private void RetireIdle()
    {
        DateTimeOffset before = options.Time.GetUtcNow() - options.IdleLifetime;
        ExecutionEnvironment[] idle;
        lock (_gate)
        {
            // Keep the most recently used environment.
            idle = [.. _idle.Take(function.StartsOnDemand ? _live.Count : _live.Count - 1)];
        }

        foreach (ExecutionEnvironment environment in idle)
        {
            environment.TryRetire(before);
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void StartFailed(Func<string, InvocationResult> result)
    {
        _startFailures++;
        _startNotBefore = options.Time.GetUtcNow() + StartBackoff.After(_startFailures);

        // If no environment is running, fail all waiting events now. Otherwise each would wait for its own failed start, at growing
        // intervals.
        if (_live.Count == _starting.Count)
        {
            FailWaiting(result);
        }
    }

    /// <summary>Call with the lock held.</summary>
    private void FailWaiting(Func<string, InvocationResult> result)
    {
        foreach (Invocation invocation in _waiting)
        {
            invocation.TryFinish(result(invocation.RequestId));
        }

        _waiting.Clear();
    }

    /// <summary>Call with the lock held.</summary>
    private void Remove(ExecutionEnvironment environment)
    {
        _live.Remove(environment);
        _starting.Remove(environment);
        _idle.Remove(environment);
    }

    /// <summary>Registers work that must finish before disposal completes. Call with the lock held.</summary>
    private void Track(Task work)
    {
        _work.RemoveWhere(done => done.IsCompleted);
        _work.Add(work);
    }

    private Task[] Work()
    {
        lock (_gate)
        {
            _work.RemoveWhere(done => done.IsCompleted);
            return [.. _work];
        }
    }
}
