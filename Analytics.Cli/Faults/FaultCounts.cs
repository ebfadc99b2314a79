using System.Collections.Concurrent;

namespace Analytics.Cli.Faults;

/// <summary>Counts how often each kind of fault was injected. Thread-safe.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentDictionary<FaultKind, int> _counts = new();

    /// <summary>How often a kind of fault was injected so far.</summary>
    public int this[FaultKind kind] => _counts.GetValueOrDefault(kind);

    /// <summary>Counts a fault that hit a living process.</summary>
    public void Add(FaultKind kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
}
