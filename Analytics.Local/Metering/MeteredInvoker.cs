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
        var isStreamed = false;
        try
        {
            var result = await inner.InvokeAsync(payload, cancellationToken);
            if (result is InvocationResult.Streamed streamed)
            {
                isStreamed = true;
                _ = EndAsync(streamed.Body, start, concurrent);
            }
            else if (result is not InvocationResult.NotRun)
            {
                // An invocation that did not start is not counted.
                meter.Invocation(
                    functionName, isError: result is InvocationResult.FunctionError, timeProvider.GetElapsedTime(start), concurrent);
            }

            return result;
        }
        finally
        {
            if (!isStreamed)
            {
                Interlocked.Decrement(ref _concurrent);
            }
        }
    }

    // A streamed response has begun; the invocation lasts until it has ended.
    private async Task EndAsync(StreamedBody body, long start, int concurrent)
    {
        await body.Ended;
        Interlocked.Decrement(ref _concurrent);
        meter.Invocation(functionName, isError: false, timeProvider.GetElapsedTime(start), concurrent);
    }
}
