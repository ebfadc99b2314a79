using Analytics.Local.Hosting;

namespace Analytics.Local.Lambda;

/// <summary>How the local Lambda service runs its functions.</summary>
public sealed record LambdaServiceOptions
{
    /// <summary>What functions see as <c>AWS_REGION</c> and <c>AWS_DEFAULT_REGION</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Where the lines go that functions write, under the function's logical id.</summary>
    public required ILogSink Logs { get; init; }

    /// <summary>The clock of deadlines and idle times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where request ids come from.</summary>
    public required Random Random { get; init; }

    /// <summary>Execution environments of one function at the most, 1 to 1,000; default 10. Further invocations wait for one.</summary>
    public int MaxEnvironmentsPerFunction { get; init; } = 10;

    /// <summary>
    /// How long an event waits for a busy environment before another one is started; default 400 ms, about what a start costs.
    /// </summary>
    public TimeSpan ScaleOutAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long an environment beyond the first is kept without work; default 10 minutes.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a function may take until it asks for its first event; default 60 seconds, as a laptop may be busy.</summary>
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
