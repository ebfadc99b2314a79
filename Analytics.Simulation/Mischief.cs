using Analytics.Simulation.Running;

namespace Analytics.Simulation;

/// <summary>Decides when a fault strikes, and counts how often each did. Each fault draws from a source of its own.</summary>
internal sealed class Mischief
{
    private readonly Faults _faults;
    private readonly Random[] _sources;
    private readonly long[] _counts = new long[Enum.GetValues<Fault>().Length];

    public Mischief(Faults faults, Chances chances)
    {
        _faults = faults;
        _sources = [.. Enum.GetValues<Fault>().Select(fault => chances.Source($"fault {fault}"))];
    }

    /// <summary>Whether nothing new may go wrong, so that what is under way can come to its end.</summary>
    public bool IsCalm { get; set; }

    /// <summary>How often a fault struck.</summary>
    public long this[Fault fault] => _counts[(int)fault];

    /// <summary>Whether a fault is on at all.</summary>
    public bool IsOn(Fault fault) => _faults[fault] > 0;

    /// <summary>Whether a fault strikes now, and counts it.</summary>
    public bool Strikes(Fault fault) => !IsCalm && StrikesEvenInCalm(fault);

    /// <summary>The same for what delays nothing and so may happen while a world comes to rest.</summary>
    public bool StrikesEvenInCalm(Fault fault)
    {
        var strikes = _sources[(int)fault].Chance(_faults[fault]);
        _counts[(int)fault] += strikes ? 1 : 0;
        return strikes;
    }

    /// <summary>Counts one that came about by other means, if it did.</summary>
    public void CountIf(Fault fault, bool struck) => _counts[(int)fault] += struck ? 1 : 0;

    /// <summary>Counts one that came about by other means.</summary>
    public void Count(Fault fault) => _counts[(int)fault]++;
}
