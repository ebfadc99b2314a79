using Amazon.Lambda.Core;

namespace Analytics.Functions.Runtime;

/// <summary>The end of an invocation's work: Lambda's own, less the time that an answer takes.</summary>
internal static class Deadline
{
    /// <summary>A source whose token is cancelled so long before Lambda would end the invocation.</summary>
    public static CancellationTokenSource Of(ILambdaContext context, TimeSpan margin, TimeProvider time) =>
        new(context.RemainingTime > margin ? context.RemainingTime - margin : TimeSpan.Zero, time);
}
