namespace Analytics.Simulation.Running;

/// <summary>
/// The deterministic scheduler: one thread, one clock and a queue of runnable work from which the next item is drawn at random.
/// </summary>
/// <remarks>
/// Everything that waits resumes through here: awaits through the <see cref="WorldContext"/>, timers through the
/// <see cref="SimulatedClock"/>. The seed therefore decides every interleaving, and the same seed reproduces it. Time does not advance
/// while any work can run.
/// </remarks>
internal sealed class World
{
    private readonly List<Work> _ready = [];
    private readonly Random _order;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Action<string>? _tell;
    private readonly List<SimulatedProcess> _processes = [];
    private Exception? _failure;
    private volatile string? _escape;

    public World(RandomStreams random, DateTimeOffset start, Action<string>? tell = null)
    {
        RandomStreams = random;
        _order = RandomStreams.Source("order of work");
        _tell = tell;
        Clock = new SimulatedClock(this, start);
        Services = NewProcess("aws", TimeSpan.Zero);
    }

    public SimulatedClock Clock { get; }

    /// <summary>All random streams, each a function of the seed and its name.</summary>
    public RandomStreams RandomStreams { get; }

    /// <summary>A 64-bit hash of what happened.</summary>
    public Digest Digest { get; } = new();

    /// <summary>The process in which the AWS services do their work. A caller's crash does not end it.</summary>
    public SimulatedProcess Services { get; }

    /// <summary>
    /// Number of steps after which a run fails because it is presumed to loop forever. Default 20 million, far more than a soak seed needs.
    /// </summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>Number of work items executed.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether the run records a history. Check this before building a history line, which costs time.</summary>
    public bool IsTold => _tell is not null;

    /// <summary>The process whose work is running.</summary>
    public static SimulatedProcess Current => SynchronizationContext.Current is WorldContext context
        ? context.Owner
        : throw new InvalidOperationException("This runs outside every simulated world.");

    /// <summary>The process whose work is running; null outside every world.</summary>
    public static SimulatedProcess? CurrentOrNone => (SynchronizationContext.Current as WorldContext)?.Owner;

    public DateTimeOffset Now => Clock.Now;

    public SimulatedProcess NewProcess(string name, TimeSpan skew)
    {
        var process = new SimulatedProcess(this, _processes.Count, name, skew);
        _processes.Add(process);
        return process;
    }

    /// <summary>Adds a line to the run's history.</summary>
    public void Tell(string who, string what) =>
        _tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Now:MM-dd HH:mm:ss.fff}  {who,-14} {what}"));

    /// <summary>Fails the run. The first failure is thrown at the next step.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    /// <summary>Queues work of a process.</summary>
    public void Enqueue(Work work)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // This is a foreign thread, which must not touch the world. The loop finds the stack trace and fails the run.
            _escape = Environment.StackTrace;
            return;
        }

        if (!work.Owner.Park(work))
        {
            _ready.Add(work);
        }
    }

    /// <summary>Throws, and fails the run, if product code runs outside the world's thread.</summary>
    public void AssertInside()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = Environment.StackTrace;
            throw new InvalidOperationException("This runs outside the world's thread.");
        }
    }

    /// <summary>Runs until <paramref name="main"/> completes and abandons all other work.</summary>
    /// <exception cref="WorldException">Work escaped the thread, everything is blocked, or the run exceeded its step limit.</exception>
    public void Run(SimulatedProcess owner, Func<Task> main)
    {
        var before = SynchronizationContext.Current;
        try
        {
            Task? task = null;
            Enqueue(new Work(owner, _ => task = main(), null));
            while (task is not { IsCompleted: true })
            {
                Step();
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Step()
    {
        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }

        if (_escape is { } escape)
        {
            throw new WorldException($"Work left the world's thread:\n{escape}");
        }

        if (++Steps > MaxSteps)
        {
            throw new WorldException($"The run does not come to its end: {MaxSteps} steps.");
        }

        if (_ready.Count == 0)
        {
            if (!Clock.Advance())
            {
                throw new WorldException("Nothing can go on: everything waits, and for no time.");
            }

            return;
        }

        var index = _order.Next(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (work.Owner.Begin(work))
        {
            Digest.Add(work.Owner.Id);
            Digest.Add(Clock.Now.UtcTicks);

            SynchronizationContext.SetSynchronizationContext(new WorldContext(this, work.Owner));
            try
            {
                work.Callback(work.State);
            }
            catch (Exception unhandled)
            {
                Fail(unhandled);
            }
        }
    }
}

/// <summary>A unit of work that a process can run now.</summary>
internal readonly record struct Work(SimulatedProcess Owner, SendOrPostCallback Callback, object? State);

/// <summary>The scheduler itself cannot continue.</summary>
internal sealed class WorldException(string message) : Exception(message);
