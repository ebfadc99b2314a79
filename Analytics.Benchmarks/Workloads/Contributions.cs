using Analytics.Core.Changes;
using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Workloads;

/// <summary>What changes add to the sums, whatever documents they count in.</summary>
internal static class Contributions
{
    /// <summary>Adds the order after a change and takes away the one before.</summary>
    public static void Add(this Tally tally, OrderChange change)
    {
        if (change.After is { } after)
        {
            tally.Add(Tally.Of([after]));
        }

        if (change.Before is { } before)
        {
            tally.Add(Tally.Of([before]), -1);
        }
    }
}
