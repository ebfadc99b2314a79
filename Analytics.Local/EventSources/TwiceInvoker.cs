using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources;

/// <summary>Invokes the function twice with every batch, as Lambda's at-least-once delivery permits.</summary>
/// <remarks>The two invocations overlap, which tests both duplicate delivery and the race between the two.</remarks>
internal sealed class TwiceInvoker(IFunctionInvoker inner) : IFunctionInvoker
{
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(inner.InvokeAsync(payload, cancellationToken), inner.InvokeAsync(payload, cancellationToken));
        return results[0];
    }
}
