namespace Analytics.Local.Lambda;

/// <summary>The service's side of one execution environment, as its runtime talks to it. Called from many threads.</summary>
public interface IRuntimeSession
{
    /// <summary>Waits for the next event; null when the runtime may not ask now, as the last event has no answer yet.</summary>
    Task<Delivery?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Takes the end of an invocation; false when it is not the one under way.</summary>
    bool Finish(string requestId, Func<string, InvocationResult> result);

    /// <summary>Takes the word that the function cannot begin.</summary>
    void FailInit(RuntimeError error);
}

/// <summary>An event with the moment by which it must be answered.</summary>
public sealed record Delivery(Invocation Invocation, DateTimeOffset Deadline);
