namespace Analytics.Benchmarks.Workloads;

/// <summary>A clock that stands where it is set; its timers are due when they are in truth.</summary>
internal sealed class SetClock : TimeProvider
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
