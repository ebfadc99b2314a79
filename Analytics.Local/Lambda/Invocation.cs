namespace Analytics.Local.Lambda;

/// <summary>One event on its way through a function.</summary>
/// <param name="RequestId">A UUID.</param>
/// <param name="TraceId">The X-Ray header.</param>
/// <param name="Payload">The event, UTF-8 JSON.</param>
public sealed record Invocation(string RequestId, string TraceId, ReadOnlyMemory<byte> Payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>States the result; false when it has been stated before.</summary>
    public bool TryFinish(InvocationResult result) => _result.TrySetResult(result);
}
