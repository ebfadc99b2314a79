using Analytics.Cli.Comparison;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;

namespace Analytics.Cli.Rebuild;

/// <summary>What is to be added to a document so that it says what the orders say.</summary>
/// <remarks>
/// Repair is an addition like any other: the document was read before the orders were, so nothing that it counted is unknown to them, and
/// the identities up to the versions that were read go in with it, so what is still under way is recognised when it comes.
/// </remarks>
internal sealed class Repair
{
    // An item of a table takes 400 KB. A name has 256 bytes at the most and the numbers beside it some 40, identities have 8 each.
    private const int ItemsMax = 1_000;
    private const int MaxChangeIds = 10_000;
    private const int MaxDeltaBytes = 100 * 1024;

    private Repair(IReadOnlyList<TallyDelta> contributions, int orphans)
    {
        Contributions = contributions;
        Orphans = orphans;
    }

    /// <summary>The additions, each small enough for one write and true by itself; none when the document is right.</summary>
    public IReadOnlyList<TallyDelta> Contributions { get; }

    /// <summary>
    /// How many identities the document counted whose orders are not in the table: somebody deleted them, or a time to live did. What they
    /// should come to, the table cannot say.
    /// </summary>
    public int Orphans { get; }

    /// <summary>Works out what is missing.</summary>
    /// <param name="document">What the document says.</param>
    /// <param name="orders">What its orders say, with the orders themselves; read after the document was.</param>
    public static Repair Of(DocumentCounts document, DocumentOrders orders)
    {
        var rest = new Tally();
        rest.Add(orders.Tally);
        rest.Add(document.Tally, -1);
        var unknown = orders.Identities.Where(identity => !document.Seen.Contains(identity)).ToHashSet();
        var contributions = new List<TallyDelta>();
        var current = new TallyDelta();
        foreach (var order in orders.Orders)
        {
            var identities = ChangeId.AllOf(order).Select(id => id.Fingerprint().Identity).ToList();
            if (!identities.TrueForAll(unknown.Contains))
            {
                continue;
            }

            // Not counted at all: it is counted now, as if its changes had come.
            if (current.Identities.Count > 0 && current.BytesMax >= MaxDeltaBytes)
            {
                contributions.Add(current);
                current = new TallyDelta();
            }

            current.Add(order);
            rest.Add(Tally.Of([order]), -1);
            unknown.ExceptWith(identities);
        }

        if (current.Identities.Count > 0)
        {
            contributions.Add(current);
        }

        contributions.AddRange(Corrections(rest, [.. unknown.Order()]));
        var known = orders.Identities.ToHashSet();
        return new Repair(contributions, document.Seen.Count(identity => !known.Contains(identity)));
    }

    // What was counted wrongly, whichever order it was: the difference of the sums, and identities that were forgotten.
    private static IEnumerable<TallyDelta> Corrections(Tally difference, ulong[] identities)
    {
        var sums = difference.IsEmpty ? [] : difference.Cut(ItemsMax).ToList();
        var chunks = identities.Chunk(MaxChangeIds).ToList();
        for (var index = 0; index < Math.Max(sums.Count, chunks.Count); index++)
        {
            var correction = new TallyDelta();
            correction.Correct(index < sums.Count ? sums[index] : new Tally(), index < chunks.Count ? chunks[index] : []);
            yield return correction;
        }
    }
}
