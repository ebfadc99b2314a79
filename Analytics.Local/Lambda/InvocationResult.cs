namespace Analytics.Local.Lambda;

/// <summary>The result of an invocation. A closed set of four cases.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>The function returned a response.</summary>
    /// <param name="RequestId">The id of the invocation.</param>
    /// <param name="Payload">The response, UTF-8 JSON.</param>
    public sealed record Success(string RequestId, ReadOnlyMemory<byte> Payload) : InvocationResult;

    /// <summary>The function has begun a response that it streams.</summary>
    /// <param name="RequestId">The id of the invocation.</param>
    /// <param name="Body">The response.</param>
    public sealed record Streamed(string RequestId, StreamedBody Body) : InvocationResult;

    /// <summary>The function ran and failed: it threw an exception, timed out, or its process ended.</summary>
    /// <param name="RequestId">The id of the invocation.</param>
    /// <param name="ErrorType">The short type name, or <c>Sandbox.Timedout</c>, or <c>Runtime.ExitError</c>.</param>
    /// <param name="Message">The error message from the function or the host.</param>
    public sealed record FunctionError(string RequestId, string ErrorType, string Message) : InvocationResult;

    /// <summary>The function did not run: it could not be started, or the host is shutting down. Does not count as an attempt.</summary>
    /// <param name="Reason">The reason, as a sentence.</param>
    public sealed record NotRun(string Reason) : InvocationResult;
}
