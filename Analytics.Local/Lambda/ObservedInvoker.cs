namespace Analytics.Local.Lambda;

/// <summary>Forwards invocations, and reports the payload of each that succeeded.</summary>
internal sealed class ObservedInvoker(IFunctionInvoker inner, Action<ReadOnlyMemory<byte>> succeeded) : IFunctionInvoker
{
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var result = await inner.InvokeAsync(payload, cancellationToken);
        if (result is InvocationResult.Success)
        {
            succeeded(payload);
        }

        return result;
    }
}
