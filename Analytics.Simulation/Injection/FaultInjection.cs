using Analytics.Simulation.Running;

namespace Analytics.Simulation.Injection;

/// <summary>Decides when a fault strikes, and counts how often each did. Each fault draws from a source of its own.</summary>
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

    /// <summary>Whether nothing new may go wrong, so that what is under way can come to its end.</summary>
    public bool IsCalm { get; set; }

    /// <summary>
    /// The operation for which a service works just now; null where that is to be seen from the process, or there is none.
    /// </summary>
    public Operation? During { get; set; }

    /// <summary>How often each fault struck during each operation.</summary>
    public FaultPairs Pairs { get; } = new();

    /// <summary>How often a fault struck.</summary>
    public long this[Fault fault] => _counts[(int)fault];

    /// <summary>Whether a fault is on at all.</summary>
    public bool IsOn(Fault fault) => _faults[fault] > 0;

    /// <summary>Begins an operation, which ends when the result is disposed of.</summary>
    public IDisposable Begin(Operation operation) => new UnderWay(this, operation);

    /// <summary>Whether a fault strikes now, and counts it.</summary>
    public bool Strikes(Fault fault, Operation? during = null) => !IsCalm && StrikesEvenInCalm(fault, during);

    /// <summary>The same for what delays nothing and so may happen while a world comes to rest.</summary>
    public bool StrikesEvenInCalm(Fault fault, Operation? during = null)
    {
        var strikes = _sources[(int)fault].Chance(_faults[fault]);
        if (strikes)
        {
            Count(fault, during);
        }

        return strikes;
    }

    /// <summary>Counts one that came about by other means, if it did.</summary>
    public void CountIf(Fault fault, bool struck)
    {
        if (struck)
        {
            Count(fault);
        }
    }

    /// <summary>Counts one that came about by other means.</summary>
    /// <param name="fault">Which fault.</param>
    /// <param name="during">Which operation it strikes; null for the one that is worked on, or where there is none for all that are under
    /// way.</param>
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

        // Once: what is killed is ended by whoever kills it.
        public void Dispose()
        {
            _owner._underWay[(int)_operation] -= _isOver ? 0 : 1;
            _isOver = true;
        }
    }
}
