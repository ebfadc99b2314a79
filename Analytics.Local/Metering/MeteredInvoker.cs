using Analytics.Local.Lambda;

namespace Analytics.Local.Metering;

/// <summary>Forwards invocations and reports the metrics that Lambda reports for them.</summary>
internal sealed class MeteredInvoker(IFunctionInvoker inner, string functionName, ServiceMeter meter, TimeProvider timeProvider)
    : IFunctionInvoker
{
    private int _concurrent;

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var concurrent = Interlocked.Increment(ref _concurrent);
        try
        {
            var result = await inner.InvokeAsync(payload, cancellationToken);
            // An invocation that did not start is not counted.
            if (result is not InvocationResult.NotRun)
            {
                meter.Invocation(
                    functionName, isError: result is InvocationResult.FunctionError, timeProvider.GetElapsedTime(start), concurrent);
            }

            return result;
        }
        finally
        {
            Interlocked.Decrement(ref _concurrent);
        }
    }
}
