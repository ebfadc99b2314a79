namespace Amazon.Lambda.Core;

/// <summary>Tells the X-Ray trace the current invocation belongs to.</summary>
public class LambdaTraceProvider
{
    /// <summary>The trace header as Lambda sent it (<c>Root=…;Parent=…;Sampled=…</c>); null outside an invocation.</summary>
    public static string CurrentTraceId => Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
}
