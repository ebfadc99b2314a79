namespace Analytics.Local.Lambda;

/// <summary>One event from its invocation until its result.</summary>
/// <param name="RequestId">A UUID.</param>
/// <param name="TraceId">The X-Ray trace header.</param>
/// <param name="Payload">The event, UTF-8 JSON.</param>
public sealed record Invocation(string RequestId, string TraceId, ReadOnlyMemory<byte> Payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>Sets the result; false if it is already set.</summary>
    public bool TryFinish(InvocationResult result) => _result.TrySetResult(result);
}
