using System.Runtime.InteropServices;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Cancels the wait for the next invocation when the caller cancels or the process gets SIGTERM.</summary>
/// <remarks>During an invocation SIGTERM keeps its usual effect: a handler that hangs must not keep the process alive.</remarks>
internal sealed class TerminationSignal : IDisposable
{
    // Never disposed of: the signal's handler may run while the registration is being taken back.
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly PosixSignalRegistration _registration;
    private volatile bool _busy;

    public TerminationSignal(CancellationToken cancellationToken)
    {
        _caller = cancellationToken.Register(_source.Cancel);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = !Busy;
            _source.Cancel();
        });
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether an invocation is being served.</summary>
    public bool Busy
    {
        get => _busy;
        set => _busy = value;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _caller.Dispose();
    }
}
