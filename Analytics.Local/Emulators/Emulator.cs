using System.ComponentModel;
using Analytics.Local.Hosting;
using Analytics.Local.Processes;

namespace Analytics.Local.Emulators;

/// <summary>Runs an emulator on one port and restarts it whenever it exits, until disposed.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private const int MaxPortAttempts = 3;

    private static readonly TimeSpan MaxReady = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly EmulatorCommand _command;
    private readonly int _port;
    private readonly ILogSink _log;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    // Used by the start, then only by the restart loop, then only by the disposal; never concurrently.
    private ChildProcess? _child;
    private Task _keeper = Task.CompletedTask;

    private Emulator(EmulatorCommand command, int port, ILogSink log, TimeProvider timeProvider)
    {
        _command = command;
        _port = port;
        _log = log;
        _timeProvider = timeProvider;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>The emulator's address, which restarts do not change.</summary>
    public Uri Endpoint { get; }

    /// <summary>The current process id, for tests and messages.</summary>
    internal int ProcessId => _child?.Id ?? 0;

    /// <summary>Called after a restart, once the emulator answers and before anything else is logged about it.</summary>
    public Func<CancellationToken, Task>? Restarted { get; set; }

    /// <summary>Starts the emulator and waits until it answers.</summary>
    /// <param name="command">How to start the emulator.</param>
    /// <param name="port">The port; 0 picks a free one.</param>
    /// <param name="log">Receives the emulator's output.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="EmulatorException">The emulator does not answer within 20 seconds, or exits.</exception>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<Emulator> StartAsync(
        EmulatorCommand command, int port, ILogSink log, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (port != 0)
        {
            LoopbackPort.Require(port, command.PortOption);
        }

        for (var attempt = 1; ; attempt++)
        {
            var emulator = new Emulator(command, port == 0 ? LoopbackPort.Free() : port, log, timeProvider);
            try
            {
                await emulator.RunAsync(cancellationToken);
                emulator._keeper = emulator.KeepAsync();
                return emulator;
            }
            // Another process may have taken the free port after it was chosen, so try another port.
            catch (EmulatorException) when (port == 0 && attempt < MaxPortAttempts && emulator._child is { Exited.IsCompleted: true })
            {
                await emulator.DisposeAsync();
            }
            catch
            {
                await emulator.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeper;
        if (_child is not null)
        {
            await EndAsync(_child);
        }

        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                var exitCode = _child is null ? -1 : await _child.Exited.WaitAsync(_stopping.Token);
                _log.Write(_command.Name, $"It ended with exit code {exitCode}; starting it again.");
                await Task.Delay(RestartDelay, _timeProvider, _stopping.Token);
                await RestartAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
            if (Restarted is { } restarted)
            {
                await restarted(cancellationToken);
            }
        }
        // The host outlives its emulators: it logs the error and tries again.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _log.Write(_command.Name, $"It could not be started again: {exception.Message}");
            _child?.Kill();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_child is not null)
        {
            await EndAsync(_child);
            _child = null;
        }

        var lastLines = new LastLines();
        var start = _command.Start(_port);
        try
        {
            _child = await ChildProcess.StartAsync(
                new ChildProcessStart
                {
                    FileName = start.FileName,
                    Arguments = start.Arguments,
                    WorkingDirectory = start.WorkingDirectory,
                    Environment = HostEnvironment.With(start.Variables),
                    Output = Take,
                },
                _timeProvider);
        }
        catch (Win32Exception exception)
        {
            throw new EmulatorException($"The {_command.Name} emulator cannot be started: {exception.Message}", exception);
        }

        await WaitUntilReadyAsync(_child, lastLines, cancellationToken);
        _command.WhenReady(_log);

        void Take(string line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lastLines.Add(line);
                _log.Write(_command.Name, line);
            }
        }
    }

    private async Task EndAsync(ChildProcess child)
    {
        if (!_command.EndsWhenAsked)
        {
            child.Kill();
        }

        await child.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync(ChildProcess child, LastLines lastLines, CancellationToken cancellationToken)
    {
        var start = _timeProvider.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            var tooLong = _timeProvider.GetElapsedTime(start) > MaxReady;
            if (child.Exited.IsCompleted || tooLong)
            {
                var what = tooLong ? $"did not answer within {MaxReady.TotalSeconds:0} seconds"
                    : $"ended with exit code {await child.Exited}";
                throw new EmulatorException(
                    $"The {_command.Name} emulator {what}. Its last lines:{Environment.NewLine}{lastLines}");
            }

            await Task.Delay(ProbeInterval, _timeProvider, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = _command.Probe(Endpoint);
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It accepted the connection but does not respond yet.
            return false;
        }
    }
}
