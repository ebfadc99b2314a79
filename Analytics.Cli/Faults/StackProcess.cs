using Analytics.Local;
using Analytics.Local.Emulators;
using Analytics.Local.Processes;

namespace Analytics.Cli.Faults;

/// <summary>A complete local stack (<c>up</c>) in a separate process that can be stopped, killed and restarted on the same data.</summary>
public sealed class StackProcess(string dataDirectory, StackLog log, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan MaxReady = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MaxEnd = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private ChildProcess? _host;
    private LocalEndpoints? _endpoints;

    /// <summary>The endpoints of the running stack, or those of the last start if it has ended.</summary>
    public LocalEndpoints Endpoints => Volatile.Read(ref _endpoints) ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>Ids of the host's living child processes.</summary>
    public IReadOnlyList<int> Children => _host is { } host ? ProcessTable.ChildrenOf(host.Id) : [];

    /// <summary>Starts the stack and waits until all of it is ready.</summary>
    /// <exception cref="FaultsException">The stack did not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var host = await ChildProcess.StartAsync(
            new ChildProcessStart
            {
                FileName = Path.Combine(AppContext.BaseDirectory, "Analytics.Cli"),
                Arguments = ["up", "--api-port", "0", "--dashboard-port", "0", "--data", dataDirectory],
                WorkingDirectory = Environment.CurrentDirectory,
                Environment = HostEnvironment.With(new Dictionary<string, string>()),
                Output = log.Take,
            },
            time);
        _host = host;
        // The file of an earlier stack may still exist; the process id tells them apart.
        await UntilAsync(
            () => host.Exited.IsCompleted || LocalEndpoints.Read(Path.Combine(dataDirectory, "endpoints.json"))?.ProcessId == host.Id,
            MaxReady, "was not ready", cancellationToken);
        if (host.Exited.IsCompleted)
        {
            throw new FaultsException($"The stack did not come up (exit code {await host.Exited}). Its last lines:\n{log.Tail}");
        }

        Volatile.Write(ref _endpoints, LocalEndpoints.Read(Path.Combine(dataDirectory, "endpoints.json")));
    }

    /// <summary>Stops the stack with SIGTERM and waits until the host and its child processes have ended.</summary>
    /// <exception cref="FaultsException">The stack did not end cleanly.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (await EndAsync(Signals.Terminate, cancellationToken) is var exitCode and not 0)
        {
            throw new FaultsException($"The stack ended with exit code {exitCode} when it was asked to stop. Its last lines:\n{log.Tail}");
        }
    }

    /// <summary>Kills only the host and waits until its child processes have ended too.</summary>
    /// <exception cref="FaultsException">A child process was left behind.</exception>
    public Task KillAsync(CancellationToken cancellationToken) => EndAsync(Signals.Kill, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            host.Kill();
            await host.DisposeAsync();
        }
    }

    private async Task<int> EndAsync(Func<int, bool> signal, CancellationToken cancellationToken)
    {
        var host = _host ?? throw new InvalidOperationException("It has not been started.");
        var children = Children;
        if (!signal(host.Id))
        {
            throw new FaultsException($"The stack had ended by itself. Its last lines:\n{log.Tail}");
        }

        await UntilAsync(
            () => host.Exited.IsCompleted
                && !children.Any(ProcessTable.IsLiving), MaxEnd, "or what it started was still there", cancellationToken);
        _host = null;
        var exitCode = await host.Exited;
        await host.DisposeAsync();
        return exitCode;
    }

    private async Task UntilAsync(Func<bool> condition, TimeSpan max, string otherwise, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); !condition();)
        {
            if (time.GetElapsedTime(start) > max)
            {
                throw new FaultsException($"The stack {otherwise} after {max.TotalSeconds:0} seconds. Its last lines:\n{log.Tail}");
            }

            await Task.Delay(Glance, time, cancellationToken);
        }
    }
}
