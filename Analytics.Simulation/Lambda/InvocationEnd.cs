namespace Analytics.Simulation.Lambda;

/// <summary>How an invocation ended, as its caller sees it; a closed hierarchy.</summary>
internal abstract record InvocationEnd<T>
{
    private InvocationEnd()
    {
    }

    public sealed record Answered(T Value) : InvocationEnd<T>;

    public sealed record Threw(Exception Exception) : InvocationEnd<T>;

    public sealed record Crashed : InvocationEnd<T>;

    public sealed record TimedOut : InvocationEnd<T>;
}
