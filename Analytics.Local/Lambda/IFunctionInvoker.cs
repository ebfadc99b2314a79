namespace Analytics.Local.Lambda;

/// <summary>Invokes one function synchronously, like Lambda's Invoke operation.</summary>
/// <remarks>Thread-safe. Concurrent invocations each run in their own execution environment.</remarks>
public interface IFunctionInvoker
{
    /// <summary>Invokes the function once.</summary>
    /// <param name="payload">The event, UTF-8 JSON, at most 6 MB.</param>
    /// <param name="cancellationToken">Stops waiting; the invocation itself may still run to completion.</param>
    Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
