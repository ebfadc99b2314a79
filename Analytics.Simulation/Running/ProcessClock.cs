namespace Analytics.Simulation.Running;

/// <summary>The time as one process sees it: the world's time plus a fixed skew.</summary>
internal sealed class ProcessClock(World world, SimulatedProcess owner, TimeSpan skew) : TimeProvider
{
    public TimeSpan Skew => skew;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => world.Now + skew;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SimulatedTimer(world, owner, new SendOrPostCallback(callback), state, dueTime, period);
}
