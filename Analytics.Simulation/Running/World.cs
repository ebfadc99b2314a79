namespace Analytics.Simulation.Running;

/// <summary>One thread, one clock and a queue of what could run now, in which chance decides what does.</summary>
/// <remarks>
/// Everything that waits comes back through here: awaits by the <see cref="WorldContext"/>, time by the <see cref="SimulatedClock"/>.
/// So a seed decides every interleaving, and the same seed decides the same one again. Time stands still while anything can run.
/// </remarks>
internal sealed class World
{
    private readonly List<Work> _ready = [];
    private readonly Random _order;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Action<string>? _tell;
    private readonly List<Process> _processes = [];
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

    /// <summary>Every source of chance there is, each a function of the seed and its name.</summary>
    public RandomStreams RandomStreams { get; }

    /// <summary>What happened, in 64 bits.</summary>
    public Digest Digest { get; } = new();

    /// <summary>Where the services do their work, which no crash of a caller ends.</summary>
    public Process Services { get; }

    /// <summary>
    /// Steps after which a run is taken for an endless loop and fails. Default 20 million, far more than a seed of the soak needs.
    /// </summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>How many pieces of work were done.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether anybody reads the history; telling costs time.</summary>
    public bool IsTold => _tell is not null;

    /// <summary>The process whose work is being done.</summary>
    public static Process Current => SynchronizationContext.Current is WorldContext context
        ? context.Owner
        : throw new InvalidOperationException("This runs outside every simulated world.");

    /// <summary>The same; null outside every world.</summary>
    public static Process? CurrentOrNone => (SynchronizationContext.Current as WorldContext)?.Owner;

    public DateTimeOffset Now => Clock.Now;

    public Process NewProcess(string name, TimeSpan skew)
    {
        var process = new Process(this, _processes.Count, name, skew);
        _processes.Add(process);
        return process;
    }

    /// <summary>Adds a line to the history.</summary>
    public void Tell(string who, string what) =>
        _tell?.Invoke(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Now:MM-dd HH:mm:ss.fff}  {who,-14} {what}"));

    /// <summary>Ends the run: something happened that must not.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    /// <summary>Lines up work of a process.</summary>
    public void Enqueue(Work work)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // Nothing of the world may be touched from here; the loop finds the note.
            _escape = Environment.StackTrace;
            return;
        }

        if (!work.Owner.Park(work))
        {
            _ready.Add(work);
        }
    }

    /// <summary>Notes that product code runs where it must not.</summary>
    public void AssertInside()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = Environment.StackTrace;
            throw new InvalidOperationException("This runs outside the world's thread.");
        }
    }

    /// <summary>Runs until <paramref name="main"/> is done, and leaves everything else where it stands.</summary>
    /// <exception cref="WorldException">Work escaped the thread, nothing can go on, or it never ends.</exception>
    public void Run(Process owner, Func<Task> main)
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

/// <summary>Something a process can do now.</summary>
internal readonly record struct Work(Process Owner, SendOrPostCallback Callback, object? State);

/// <summary>The world itself cannot go on.</summary>
internal sealed class WorldException(string message) : Exception(message);
