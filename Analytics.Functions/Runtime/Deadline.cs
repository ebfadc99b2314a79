using Amazon.Lambda.Core;

namespace Analytics.Functions.Runtime;

/// <summary>When an invocation must stop working: before Lambda's timeout, with time left to respond.</summary>
internal static class Deadline
{
    /// <summary>A source whose token is cancelled <paramref name="margin"/> before Lambda's timeout.</summary>
    public static CancellationTokenSource Of(ILambdaContext context, TimeSpan margin, TimeProvider time) =>
        new(context.RemainingTime > margin ? context.RemainingTime - margin : TimeSpan.Zero, time);
}
