namespace Analytics.Local.Lambda;

/// <summary>Who keeps an execution environment. Called from many threads, never under the environment's lock.</summary>
internal interface IEnvironmentOwner
{
    /// <summary>The environment waits for an event: after its init, and after each invocation.</summary>
    void Idle(ExecutionEnvironment environment);

    /// <summary>The environment takes no more events.</summary>
    /// <param name="environment">Which one; the owner disposes it.</param>
    /// <param name="initError">Why it could not even begin; null when it had begun.</param>
    void Ended(ExecutionEnvironment environment, RuntimeError? initError);
}
