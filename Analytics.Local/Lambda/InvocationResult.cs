namespace Analytics.Local.Lambda;

/// <summary>How an invocation ended: a closed set of three.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>The function answered.</summary>
    /// <param name="RequestId">The id of the invocation.</param>
    /// <param name="Payload">What it answered, UTF-8 JSON.</param>
    public sealed record Success(string RequestId, ReadOnlyMemory<byte> Payload) : InvocationResult;

    /// <summary>The function ran and failed: it threw, timed out, or its process ended.</summary>
    /// <param name="RequestId">The id of the invocation.</param>
    /// <param name="ErrorType">The short type name, or <c>Sandbox.Timedout</c>, or <c>Runtime.ExitError</c>.</param>
    /// <param name="Message">What the function or the host says of it.</param>
    public sealed record FunctionError(string RequestId, string ErrorType, string Message) : InvocationResult;

    /// <summary>The function did not run: it could not be started, or the host is shutting down. Not an attempt.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record NotRun(string Reason) : InvocationResult;
}
