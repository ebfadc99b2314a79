using System.Globalization;
using Analytics.Local.Processes;

namespace Analytics.Local.Lambda;

/// <summary>One process of a function, with its own Runtime API. It handles one invocation at a time.</summary>
internal sealed class ExecutionEnvironment(
    FunctionDefinition function, LambdaServiceOptions options, string logStream, IEnvironmentOwner owner) : IRuntimeSession,
    IAsyncDisposable
{
    private enum Phase
    {
        Starting,
        Idle,
        Busy,
        Ended,
    }

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private Phase _phase = Phase.Starting;
    private TaskCompletionSource<Delivery>? _next;
    private Invocation? _current;
    private ITimer? _deadline;

    // Used by StartAsync and DisposeAsync only.
    private RuntimeListener? _listener;
    private ChildProcess? _process;
    private Task _watch = Task.CompletedTask;

    /// <summary>When it started waiting for an event; valid only while it is idle.</summary>
    public DateTimeOffset IdleSince { get; private set; }

    /// <summary>Starts the process and returns without waiting for the end of its init phase.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The bootstrap cannot be executed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        RuntimeApi api = new(this, function.Arn);
        _listener = await RuntimeListener.StartAsync(api.HandleAsync, cancellationToken);
        lock (_gate)
        {
            if (_phase == Phase.Starting)
            {
                Arm(options.InitTimeout);
            }
        }

        _process = await ChildProcess.StartAsync(
            new ChildProcessStart
            {
                FileName = Bootstrap.PathOf(function),
                WorkingDirectory = function.CodeDirectory,
                Environment = FunctionEnvironment.Of(function, options.Region, _listener.Authority, logStream),
                Output = line => options.Logs.Write(function.LogicalId, line),
            },
            options.Time);
        _watch = WatchAsync(_process);
        if (HasEnded())
        {
            // A disposal ended it during the start, before there was a process to stop.
            await DisposeAsync();
        }
    }

    /// <summary>Passes it an event; false if it is not waiting for one.</summary>
    public bool TryBegin(Invocation invocation)
    {
        lock (_gate)
        {
            if (_phase != Phase.Idle
                || !_next!.TrySetResult(new Delivery(invocation, options.Time.GetUtcNow() + function.Timeout))) // Not null while idle.
            {
                return false;
            }

            _phase = Phase.Busy;
            _current = invocation;
            Arm(function.Timeout);
            return true;
        }
    }

    /// <summary>Ends it if it has been idle since the given time or earlier.</summary>
    public bool TryRetire(DateTimeOffset idleSince)
    {
        lock (_gate)
        {
            if (_phase != Phase.Idle || IdleSince > idleSince)
            {
                return false;
            }
        }

        End(id => new InvocationResult.NotRun("The execution environment was retired."), initError: null);
        return true;
    }

    /// <summary>Ends it because the host is stopping. An invocation in progress ends as not run.</summary>
    public void ShutDown() => End(_ => new InvocationResult.NotRun("The local Lambda service is shutting down."), initError: null);

    public async Task<Delivery?> NextAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Delivery> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_phase == Phase.Ended || _current is { Result.IsCompleted: false })
            {
                return null;
            }

            _next?.TrySetCanceled(cancellationToken);
            _next = next;
            _phase = Phase.Idle;
            _current = null;
            _deadline?.Dispose();
            IdleSince = options.Time.GetUtcNow();
        }

        owner.Idle(this);
        await using CancellationTokenRegistration gone = cancellationToken.Register(() => next.TrySetCanceled(cancellationToken));
        return await next.Task;
    }

    public bool Finish(string requestId, Func<string, InvocationResult> result)
    {
        lock (_gate)
        {
            return _phase == Phase.Busy && _current?.RequestId == requestId && _current.TryFinish(result(requestId));
        }
    }

    public void FailInit(RuntimeError error) => End(id => new InvocationResult.FunctionError(id, error.ErrorType, error.Message), error);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _watch;
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    private async Task WatchAsync(ChildProcess process)
    {
        RuntimeError error = RuntimeError.OfExit(await process.Exited);
        End(
            id => new InvocationResult.FunctionError(id, error.ErrorType, $"RequestId: {id} Error: {error.Message}"),
            error);
    }

    private bool HasEnded()
    {
        lock (_gate)
        {
            return _phase == Phase.Ended;
        }
    }

    /// <summary>Sets the time limit of the current phase. Call with the lock held.</summary>
    private void Arm(TimeSpan limit)
    {
        _deadline?.Dispose();
        Invocation? timed = _current;
        _deadline = options.Time.CreateTimer(_ => Expire(timed, limit), null, limit, Timeout.InfiniteTimeSpan);
    }

    private void Expire(Invocation? timed, TimeSpan limit)
    {
        lock (_gate)
        {
            if (_phase == Phase.Ended || _current != timed || (timed is null && _phase != Phase.Starting))
            {
                return;
            }
        }

        string seconds = limit.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
        string now = options.Time.GetUtcNow().ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss.fff'Z'", CultureInfo.InvariantCulture);
        End(
            id => new InvocationResult.FunctionError(id, "Sandbox.Timedout", $"{now} {id} Task timed out after {seconds} seconds"),
            new RuntimeError("Sandbox.Timedout", $"Init timed out after {seconds} seconds"));
        _process?.Kill();
    }

    private void End(Func<string, InvocationResult> result, RuntimeError? initError)
    {
        Invocation? unanswered;
        bool begun;
        lock (_gate)
        {
            if (_phase == Phase.Ended)
            {
                return;
            }

            begun = _phase != Phase.Starting;
            _phase = Phase.Ended;
            _deadline?.Dispose();
            unanswered = _current;
        }

        // A pending request for the next invocation stays open until the process ends: a response now would look like an error of this API.
        owner.Ended(this, begun ? null : initError);
        if (unanswered is not null && result(unanswered.RequestId) is var outcome && unanswered.TryFinish(outcome)
            && outcome is InvocationResult.FunctionError error)
        {
            options.Logs.Write(function.LogicalId, error.Message);
        }
    }
}
