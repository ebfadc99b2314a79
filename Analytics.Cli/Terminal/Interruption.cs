using System.Runtime.InteropServices;

namespace Analytics.Cli.Terminal;

/// <summary>Cancels a token on Ctrl-C, SIGTERM or SIGHUP. A second signal ends the process immediately.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _leave;
    private int _times;

    /// <param name="leave">Action of the second signal. Runs on a thread of its own.</param>
    public Interruption(Action leave)
    {
        _leave = leave;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;
                    Signal();
                })),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Handles one signal.</summary>
    internal void Signal()
    {
        if (Interlocked.Increment(ref _times) == 1)
        {
            _source.Cancel();
        }
        else
        {
            _leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
