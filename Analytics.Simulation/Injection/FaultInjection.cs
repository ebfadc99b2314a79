using Analytics.Simulation.Running;

namespace Analytics.Simulation.Injection;

/// <summary>Decides when each fault strikes and counts the strikes. Each fault draws from its own random stream.</summary>
internal sealed class FaultInjection
{
    private static readonly int Operations = Enum.GetValues<Operation>().Length;

    private readonly Faults _faults;
    private readonly Random[] _sources;
    private readonly long[] _counts = new long[Enum.GetValues<Fault>().Length];
    private readonly int[] _underWay = new int[Operations];

    public FaultInjection(Faults faults, RandomStreams random)
    {
        _faults = faults;
        _sources = [.. Enum.GetValues<Fault>().Select(fault => random.Source($"fault {fault}"))];
    }

    /// <summary>Whether new faults are suppressed, so that work in progress can complete.</summary>
    public bool IsCalm { get; set; }

    /// <summary>
    /// The operation that a service is working for; null if the current process tells it, or if there is none.
    /// </summary>
    public Operation? During { get; set; }

    /// <summary>How often each fault struck during each operation.</summary>
    public FaultPairs Pairs { get; } = new();

    /// <summary>How often a fault has struck.</summary>
    public long this[Fault fault] => _counts[(int)fault];

    /// <summary>Whether a fault is enabled.</summary>
    public bool IsOn(Fault fault) => _faults[fault] > 0;

    /// <summary>Marks an operation as in progress until the result is disposed.</summary>
    public IDisposable Begin(Operation operation) => new UnderWay(this, operation);

    /// <summary>Draws whether a fault strikes now, and counts it if so.</summary>
    public bool Strikes(Fault fault, Operation? during = null) => !IsCalm && StrikesEvenInCalm(fault, during);

    /// <summary>Like <c>Strikes</c>, for faults that delay nothing and may therefore strike while the world comes to rest.</summary>
    public bool StrikesEvenInCalm(Fault fault, Operation? during = null)
    {
        var strikes = _sources[(int)fault].Chance(_faults[fault]);
        if (strikes)
        {
            Count(fault, during);
        }

        return strikes;
    }

    /// <summary>Counts a fault that had another cause than a draw, if it occurred.</summary>
    public void CountIf(Fault fault, bool struck)
    {
        if (struck)
        {
            Count(fault);
        }
    }

    /// <summary>Counts a fault that had another cause than a draw.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="during">
    /// The operation it strikes. Null for the operation being worked on, or, if there is none, for all operations in progress.
    /// </param>
    public void Count(Fault fault, Operation? during = null)
    {
        _counts[(int)fault]++;
        if ((during ?? During ?? World.CurrentOrNone?.Operation) is { } one)
        {
            Pairs.Add(one, fault, 1);
            return;
        }

        for (var operation = 0; operation < Operations; operation++)
        {
            if (_underWay[operation] > 0)
            {
                Pairs.Add((Operation)operation, fault, 1);
            }
        }
    }

    private sealed class UnderWay : IDisposable
    {
        private readonly FaultInjection _owner;
        private readonly Operation _operation;
        private bool _isOver;

        public UnderWay(FaultInjection owner, Operation operation)
        {
            (_owner, _operation) = (owner, operation);
            owner._underWay[(int)operation]++;
        }

        // Counts down once only: after a kill, both the killer and the operation may dispose.
        public void Dispose()
        {
            _owner._underWay[(int)_operation] -= _isOver ? 0 : 1;
            _isOver = true;
        }
    }
}
