namespace Analytics.Simulation.Running;

/// <summary>
/// The true time of a world. It jumps from one timer to the next; timers due at the same time fire in the order they were set.
/// </summary>
/// <remarks>
/// Delays are rounded up to whole milliseconds, the resolution of <see cref="Task.Delay(TimeSpan, TimeProvider)"/>. With finer timers, a
/// caller waiting for half a millisecond would see no time pass and would wait again forever.
/// </remarks>
internal sealed class SimulatedClock(World world, DateTimeOffset start)
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (long Due, long Number)> _timers = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Advances to the next timer and queues its callback.</summary>
    /// <returns>False if no timer is set.</returns>
    public bool Advance()
    {
        while (_timers.TryDequeue(out var entry, out var at))
        {
            if (entry.Timer.IsSetting(entry.Setting))
            {
                Now = new DateTimeOffset(Math.Max(at.Due, Now.UtcTicks), TimeSpan.Zero);
                entry.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs work as the given process after a delay.</summary>
    public void After(SimulatedProcess owner, TimeSpan delay, Action work) =>
        _ = new SimulatedTimer(world, owner, static state => ((Action)state!)(), work, delay, Timeout.InfiniteTimeSpan);

    internal void Add(SimulatedTimer timer, int setting, TimeSpan delay) =>
        _timers.Enqueue((timer, setting), (Now.UtcTicks + RoundedUp(delay), _number++));

    private static long RoundedUp(TimeSpan delay) =>
        (delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
}
