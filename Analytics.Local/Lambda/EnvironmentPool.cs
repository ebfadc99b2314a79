namespace Analytics.Local.Lambda;

/// <summary>
/// The execution environments of one function: started when all have been busy for a while, kept warm, retired when idle for long.
/// </summary>
internal sealed class EnvironmentPool(FunctionDefinition function, LambdaServiceOptions options, InvocationIds ids)
    : IFunctionInvoker, IEnvironmentOwner, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();

    // Under _gate. An environment is in _live from before its start to its end; _idle has the one used last at its end.
    private readonly HashSet<ExecutionEnvironment> _live = [];
    private readonly HashSet<ExecutionEnvironment> _starting = [];
    private readonly List<ExecutionEnvironment> _idle = [];
    private readonly LinkedList<Invocation> _waiting = new();
    private readonly HashSet<Task> _work = [];
    private int _startFailures;
    private DateTimeOffset _startNotBefore = DateTimeOffset.MinValue;

    /// <summary>Starts the first environment and the retiring of idle ones.</summary>
    public void Start()
    {
        lock (_gate)
        {
            StartOne();
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

    /// <summary>
    /// Under the lock: brings waiting events and idle environments together, and sees to it that there is an environment at all.
    /// </summary>
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

    /// <summary>Starts a further environment while an event has waited too long, one at a time.</summary>
    /// <remarks>
    /// Lambda has room to start one for every waiting event. A laptop has not: ten processes that start at once keep each other
    /// from being ready, while the one that is there would have served them all.
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

    /// <summary>Under the lock.</summary>
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
            // Anything from a missing file to a full process table: the function cannot run now, which the invoker learns.
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
            // One stays, the one used last.
            idle = [.. _idle.Take(_live.Count - 1)];
        }

        foreach (ExecutionEnvironment environment in idle)
        {
            environment.TryRetire(before);
        }
    }

    /// <summary>Under the lock.</summary>
    private void StartFailed(Func<string, InvocationResult> result)
    {
        _startFailures++;
        _startNotBefore = options.Time.GetUtcNow() + StartBackoff.After(_startFailures);

        // Where none runs, waiting on would fail each of them in turn, further and further apart.
        if (_live.Count == _starting.Count)
        {
            FailWaiting(result);
        }
    }

    /// <summary>Under the lock.</summary>
    private void FailWaiting(Func<string, InvocationResult> result)
    {
        foreach (Invocation invocation in _waiting)
        {
            invocation.TryFinish(result(invocation.RequestId));
        }

        _waiting.Clear();
    }

    /// <summary>Under the lock.</summary>
    private void Remove(ExecutionEnvironment environment)
    {
        _live.Remove(environment);
        _starting.Remove(environment);
        _idle.Remove(environment);
    }

    /// <summary>Under the lock: remembers what must have ended before the pool has.</summary>
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
