using Analytics.Local.Hosting;

namespace Analytics.Local.Lambda;

/// <summary>How the local Lambda service runs its functions.</summary>
public sealed record LambdaServiceOptions
{
    /// <summary>The value of <c>AWS_REGION</c> and <c>AWS_DEFAULT_REGION</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Receives the lines that functions write, with the function's logical id as source.</summary>
    public required ILogSink Logs { get; init; }

    /// <summary>Clock for deadlines and idle times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random source for request ids.</summary>
    public required Random Random { get; init; }

    /// <summary>Maximum execution environments per function, 1 to 1,000; default 10. Further invocations wait.</summary>
    public int MaxEnvironmentsPerFunction { get; init; } = 10;

    /// <summary>
    /// How long an event waits for a busy environment before another is started; default 400 ms, about the time a start takes.
    /// </summary>
    public TimeSpan ScaleOutAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long an environment beyond the first may stay idle; default 10 minutes.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Maximum time from process start to the first request for an event; default 60 seconds, because a laptop may be busy.
    /// </summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEnvironmentsPerFunction, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxEnvironmentsPerFunction, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ScaleOutAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(InitTimeout, TimeSpan.Zero);
    }
}
