namespace Analytics.Simulation.Running;

/// <summary>A timer on the simulated clock. Its callback runs as work of the process that created it.</summary>
internal sealed class SimulatedTimer : ITimer
{
    private readonly World _world;
    private readonly SimulatedProcess _owner;
    private readonly SendOrPostCallback _callback;
    private readonly object? _state;
    private TimeSpan _period;
    private int _setting;

    public SimulatedTimer(
        World world, SimulatedProcess owner, SendOrPostCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _world = world;
        _owner = owner;
        _callback = callback;
        _state = state;
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _world.AssertInside();
        _setting++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _world.Clock.Add(this, _setting, dueTime);
        }

        return true;
    }

    public void Dispose() => _setting++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsSetting(int setting) => _setting == setting;

    internal void Fire()
    {
        _world.Enqueue(new Work(_owner, _callback, _state));
        if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
        {
            _world.Clock.Add(this, _setting, _period);
        }
    }
}
