namespace Analytics.Simulation.Running;

/// <summary>An independent actor that can be killed or paused between any two steps: a function instance, a client or a service.</summary>
internal sealed class SimulatedProcess
{
    private static readonly TimeSpan MoreRest = TimeSpan.FromMinutes(1);

    private readonly World _world;
    private readonly List<Work> _parked = [];
    private int _stepsToTrouble;
    private Action? _trouble;

    internal SimulatedProcess(World world, int id, string name, TimeSpan skew)
    {
        _world = world;
        Id = id;
        Name = name;
        Time = new ProcessClock(world, this, skew);
    }

    public int Id { get; }

    public string Name { get; }

    /// <summary>The process's own clock, offset by its fixed skew.</summary>
    public ProcessClock Time { get; }

    /// <summary>The operation that the process works on; null if its work is not an operation.</summary>
    public Operation? Operation { get; set; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Ends the process at its current step. Work that it waits for is dropped.</summary>
    public void Kill()
    {
        IsDead = true;
        _parked.Clear();
    }

    /// <summary>Pauses the process and everything it waits for. It resumes later as if no time had passed.</summary>
    /// <param name="length">Length of the pause.</param>
    /// <param name="mayGoOn">
    /// Checked when the pause ends; if it returns false, the process stays paused for another minute and is asked again.
    /// </param>
    public void Pause(TimeSpan length, Func<bool>? mayGoOn = null)
    {
        IsPaused = true;
        _world.Clock.After(_world.Services, length, () =>
        {
            if (mayGoOn?.Invoke() == false)
            {
                Pause(MoreRest, mayGoOn);
                return;
            }

            IsPaused = false;
            _parked.ForEach(_world.Enqueue);
            _parked.Clear();
        });
    }

    /// <summary>Runs an action against the process after it has made the given number of further steps.</summary>
    public void After(int steps, Action trouble)
    {
        _stepsToTrouble = steps;
        _trouble = trouble;
    }

    /// <summary>Cancels the action that <see cref="After"/> scheduled.</summary>
    public void LeaveAlone() => _trouble = null;

    /// <summary>Queues work for this process.</summary>
    public void Start(Action work) => _world.Enqueue(new Work(this, static state => ((Action)state!)(), work));

    /// <summary>
    /// Holds work back while the process is paused, and drops it if the process is dead. True if the work must not run now.
    /// </summary>
    internal bool Park(Work work)
    {
        if (IsPaused && !IsDead)
        {
            _parked.Add(work);
        }

        return IsDead || IsPaused;
    }

    /// <summary>Whether the work may run now. Runs the action scheduled by <c>After</c> first, when it is due.</summary>
    internal bool Begin(Work work)
    {
        if (_trouble is { } trouble && _stepsToTrouble-- <= 0)
        {
            _trouble = null;
            trouble();
        }

        return !Park(work);
    }
}
