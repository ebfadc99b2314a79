using System.Collections.Concurrent;

namespace Analytics.Cli.Faults;

/// <summary>How often each fault happened. Thread-safe.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentDictionary<FaultKind, int> _counts = new();

    /// <summary>How often it happened so far.</summary>
    public int this[FaultKind kind] => _counts.GetValueOrDefault(kind);

    /// <summary>It has happened, to something that was alive.</summary>
    public void Add(FaultKind kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
}
