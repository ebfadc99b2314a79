namespace Analytics.Simulation.Running;

/// <summary>
/// Something that runs by itself and can end or stand still between any two steps: an instance of a function, a client, a service.
/// </summary>
internal sealed class Process
{
    private static readonly TimeSpan MoreRest = TimeSpan.FromMinutes(1);

    private readonly World _world;
    private readonly List<Work> _parked = [];
    private int _stepsToTrouble;
    private Action? _trouble;

    internal Process(World world, int id, string name, TimeSpan skew)
    {
        _world = world;
        Id = id;
        Name = name;
        Time = new ProcessClock(world, this, skew);
    }

    public int Id { get; }

    public string Name { get; }

    /// <summary>Its own clock, wrong by as much as was said.</summary>
    public ProcessClock Time { get; }

    /// <summary>What it works on; null for what is no operation by itself.</summary>
    public Operation? Operation { get; set; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Ends it where it stands. What it waits for never comes.</summary>
    public void Kill()
    {
        IsDead = true;
        _parked.Clear();
    }

    /// <summary>Lets it stand still, with everything it waits for, and go on later as if no time had passed.</summary>
    /// <param name="length">For how long.</param>
    /// <param name="mayGoOn">Whether it may go on then; if not, it stands still for a while more.</param>
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

    /// <summary>Does something to it after so many more of its steps.</summary>
    public void After(int steps, Action trouble)
    {
        _stepsToTrouble = steps;
        _trouble = trouble;
    }

    /// <summary>Takes back what <see cref="After"/> had in mind.</summary>
    public void LeaveAlone() => _trouble = null;

    /// <summary>Begins work as this process.</summary>
    public void Start(Action work) => _world.Enqueue(new Work(this, static state => ((Action)state!)(), work));

    /// <summary>Takes work that cannot be done now; dead, it is dropped.</summary>
    internal bool Park(Work work)
    {
        if (IsPaused && !IsDead)
        {
            _parked.Add(work);
        }

        return IsDead || IsPaused;
    }

    /// <summary>Whether the work may be done now.</summary>
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
