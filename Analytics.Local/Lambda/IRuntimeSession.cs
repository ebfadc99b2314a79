namespace Analytics.Local.Lambda;

/// <summary>The host's side of one execution environment, called by its Runtime API. Implementations are called concurrently.</summary>
public interface IRuntimeSession
{
    /// <summary>
    /// Waits for the next event. Null if the runtime may not ask for one now, because the last event has no response yet.
    /// </summary>
    Task<Delivery?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Ends an invocation; false if it is not the one in progress.</summary>
    bool Finish(string requestId, Func<string, InvocationResult> result);

    /// <summary>Reports that the function's init failed.</summary>
    void FailInit(RuntimeError error);
}

/// <summary>An event and the deadline for its response.</summary>
public sealed record Delivery(Invocation Invocation, DateTimeOffset Deadline);
