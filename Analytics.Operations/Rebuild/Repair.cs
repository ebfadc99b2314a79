using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Operations.Comparison;

namespace Analytics.Operations.Rebuild;

/// <summary>What is to be added to a document so that it says what the orders say.</summary>
/// <remarks>
/// A repair is an addition like any other: the document was read before the orders, so nothing that it counted is unknown to them, and the
/// change ids of the orders go in with it, so changes by the API that are in flight are recognised when they arrive. An edit by another
/// writer that is in flight has an id that nothing tells yet: the document remembers when its orders were read, and an edit that was made
/// before that counts no more. One that was made while they were read may be in the sums or not, so the caller compares again.
/// </remarks>
public sealed class Repair
{
    // An item takes 400 KB. A name has at most 256 bytes and the numbers beside it some 40, ids have 8 each.
    private const int MaxItems = 1_000;
    private const int MaxIds = 10_000;
    private const int MaxDeltaBytes = 100 * 1024;

    private Repair(IReadOnlyList<TallyDelta> deltas, int orphans)
    {
        Deltas = deltas;
        Orphans = orphans;
    }

    /// <summary>The additions, each small enough for one write and true by itself; none when the document is right.</summary>
    public IReadOnlyList<TallyDelta> Deltas { get; }

    /// <summary>
    /// The number of orders that the document counted and that are not in the table: they were deleted, or a time to live removed them.
    /// What they should count for, the table cannot say.
    /// </summary>
    public int Orphans { get; }

    /// <summary>Works out what is missing.</summary>
    /// <param name="stored">What the document says.</param>
    /// <param name="expected">What its orders say, with the orders themselves; read after the document was.</param>
    /// <param name="inTheTable">The hashes of the ids of orders that are in the table, at least of all that the document has
    /// counted.</param>
    /// <param name="readAt">When the reading of the orders began.</param>
    /// <param name="random">Makes ids for orders that have none.</param>
    public static Repair Of(
        StoredDocument stored, ExpectedDocument expected, IReadOnlySet<uint> inTheTable, DateTimeOffset readAt, Random random)
    {
        var rest = new Tally();
        rest.Add(expected.Tally);
        rest.Add(stored.Tally, -1);
        var known = stored.OrderHashes.ToHashSet();
        var forgotten = new List<ChangeId>();
        var deltas = new List<TallyDelta>();
        var current = new TallyDelta();
        foreach (var order in expected.Orders)
        {
            if (known.Contains(ChangeId.HashOf(order.Id)))
            {
                forgotten.AddRange(order.ChangeIds.Where(id => !stored.Ids.Contains(id)));
                continue;
            }

            // Not counted at all: it is counted now, as if its changes had come.
            if (current.Ids.Count > 0 && current.MaxBytes >= MaxDeltaBytes)
            {
                deltas.Add(current);
                current = new TallyDelta();
            }

            current.Add(order, order.ChangeIds.Count > 0 ? order.ChangeIds : [ChangeId.Fresh(order.Id, [], random)]);
            rest.Add(Tally.Of([order]), -1);
        }

        if (current.Ids.Count > 0)
        {
            deltas.Add(current);
        }

        deltas.AddRange(Corrections(rest, [.. forgotten.Distinct()]));
        if (deltas.Count > 0)
        {
            deltas[^1].RebuiltAt = readAt;
        }

        return new Repair(deltas, known.Count(hash => !inTheTable.Contains(hash)));
    }

    // What was counted wrongly, of whichever order: the difference of the sums, and ids that were forgotten.
    private static IEnumerable<TallyDelta> Corrections(Tally difference, ChangeId[] ids)
    {
        var sums = difference.IsEmpty ? [] : difference.Cut(MaxItems).ToList();
        var chunks = ids.Chunk(MaxIds).ToList();
        for (var index = 0; index < Math.Max(sums.Count, chunks.Count); index++)
        {
            var correction = new TallyDelta();
            correction.Correct(index < sums.Count ? sums[index] : new Tally(), index < chunks.Count ? chunks[index] : []);
            yield return correction;
        }
    }
}
