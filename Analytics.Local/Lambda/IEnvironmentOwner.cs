namespace Analytics.Local.Lambda;

/// <summary>Owner of an execution environment. Its methods are called concurrently, never with the environment's lock held.</summary>
internal interface IEnvironmentOwner
{
    /// <summary>Called when the environment waits for an event: after its init and after each invocation.</summary>
    void Idle(ExecutionEnvironment environment);

    /// <summary>Called when the environment accepts no more events.</summary>
    /// <param name="environment">The environment that ended; the owner disposes it.</param>
    /// <param name="initError">Why its init failed; null if its init had completed.</param>
    void Ended(ExecutionEnvironment environment, RuntimeError? initError);
}
