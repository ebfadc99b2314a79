using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Analytics.Local.Lambda;
using Analytics.Local.Processes;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>A function's process behind a Runtime API of its own, and what the machine tells of it.</summary>
internal sealed class FunctionProcess : IRuntimeSession, IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Channel<Invocation> _invocations = Channel.CreateUnbounded<Invocation>();
    private readonly TaskCompletionSource<long> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _log = new();
    private Invocation? _current;
    private long _answeredAt;
    private int _invoked;

    // Set by StartAsync, the only way to get one.
    private RuntimeListener _listener = null!;
    private ChildProcess _process = null!;
    private long _begun;

    /// <summary>Starts the process.</summary>
    public static async Task<FunctionProcess> StartAsync(FunctionDefinition function)
    {
        var started = new FunctionProcess();
        started._listener = await RuntimeListener.StartAsync(new RuntimeApi(started, function.Arn).HandleAsync, CancellationToken.None);
        var start = new ChildProcessStart
        {
            FileName = Bootstrap.PathOf(function),
            WorkingDirectory = function.CodeDirectory,
            Environment = FunctionEnvironment.Of(function, "us-east-1", started._listener.Authority, "coldstart"),
            Output = started.Log,
        };
        started._begun = Stopwatch.GetTimestamp();
        started._process = await ChildProcess.StartAsync(start, TimeProvider.System);
        return started;
    }

    /// <summary>From the start of the process to the moment at which it asked for its first event.</summary>
    public async Task<TimeSpan> ReadyAfterAsync() => Stopwatch.GetElapsedTime(_begun, await _ready.Task.WaitAsync(Timeout));

    /// <summary>Sends an event and waits for the answer.</summary>
    /// <returns>The answer, and when it had come, counted from the start of the process.</returns>
    /// <exception cref="InvalidOperationException">The function did not answer; the message has its log.</exception>
    public async Task<(ReadOnlyMemory<byte> Answer, TimeSpan At)> InvokeAsync(byte[] payload)
    {
        var invocation = new Invocation(
            new Guid(_invoked++, 0, 0, new byte[8]).ToString(), "Root=1-00000000-000000000000000000000000", payload);
        await _invocations.Writer.WriteAsync(invocation);
        var ended = await Task.WhenAny(invocation.Result, _process.Exited, Task.Delay(Timeout));
        return ended == invocation.Result && await invocation.Result is InvocationResult.Success answered
            ? (answered.Payload, Stopwatch.GetElapsedTime(_begun, _answeredAt))
            : throw new InvalidOperationException($"The function did not answer:\n{_log}");
    }

    /// <summary>The memory that it has at the moment and has had at the most, in megabytes of 10^6 bytes.</summary>
    public (double Resident, double Peak) Memory()
    {
        var status = File.ReadAllLines($"/proc/{_process.Id}/status");
        return (Megabytes("VmRSS:"), Megabytes("VmHWM:"));

        double Megabytes(string name) => 1024e-6 * int.Parse(
            status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture);
    }

    /// <summary>For how long all its threads together have run; of those that ended, nothing.</summary>
    public TimeSpan ProcessorTime() => TimeSpan.FromMicroseconds(1e-3 * Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
        .Sum(thread => long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture)));

    public async Task<Delivery?> NextAsync(CancellationToken cancellationToken)
    {
        _ready.TrySetResult(Stopwatch.GetTimestamp());
        _current = await _invocations.Reader.ReadAsync(cancellationToken);
        return new Delivery(_current, DateTimeOffset.UtcNow + Timeout);
    }

    public bool Finish(string requestId, Func<string, InvocationResult> result)
    {
        _answeredAt = Stopwatch.GetTimestamp();
        return _current?.RequestId == requestId && _current.TryFinish(result(requestId));
    }

    public void FailInit(RuntimeError error) =>
        _ready.TrySetException(new InvalidOperationException($"{error.ErrorType}: {error.Message}"));

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _listener.DisposeAsync();
    }

    private void Log(string line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
