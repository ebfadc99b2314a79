namespace Analytics.Simulation.Running;

/// <summary>The true time of a world. It jumps from one timer to the next; of those due at once, the one set first comes first.</summary>
/// <remarks>
/// It counts whole milliseconds, as <see cref="Task.Delay(TimeSpan, TimeProvider)"/> does: whoever waits for half of one would find
/// that no time has passed, and wait again without end.
/// </remarks>
internal sealed class SimulatedClock(World world, DateTimeOffset start)
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (long Due, long Number)> _timers = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Moves on to the next timer and lines up its work.</summary>
    /// <returns>False when there is none.</returns>
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

    /// <summary>Does something as a process after a while.</summary>
    public void After(Process owner, TimeSpan delay, Action work) =>
        _ = new SimulatedTimer(world, owner, static state => ((Action)state!)(), work, delay, Timeout.InfiniteTimeSpan);

    internal void Add(SimulatedTimer timer, int setting, TimeSpan delay) =>
        _timers.Enqueue((timer, setting), (Now.UtcTicks + RoundedUp(delay), _number++));

    private static long RoundedUp(TimeSpan delay) =>
        (delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
}
