using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources;

/// <summary>Delivers every batch twice, as Lambda may: a mapping promises at least once.</summary>
/// <remarks>The two deliveries overlap, so both the second one and the race of the two are met.</remarks>
internal sealed class TwiceInvoker(IFunctionInvoker inner) : IFunctionInvoker
{
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(inner.InvokeAsync(payload, cancellationToken), inner.InvokeAsync(payload, cancellationToken));
        return results[0];
    }
}
