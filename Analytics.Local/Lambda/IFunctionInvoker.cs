namespace Analytics.Local.Lambda;

/// <summary>Invokes one function synchronously, as the Invoke operation of Lambda does.</summary>
/// <remarks>Safe to call from many threads at once: invocations run side by side, each in an execution environment of its own.</remarks>
public interface IFunctionInvoker
{
    /// <summary>Runs the function once.</summary>
    /// <param name="payload">The event, UTF-8 JSON, at most 6 MB.</param>
    /// <param name="cancellationToken">Gives up waiting; the invocation itself may still run to its end.</param>
    Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}
