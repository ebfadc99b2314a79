using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Comparison;

namespace Analytics.Operations.Rebuild;

/// <summary>The additions that make a document match its orders.</summary>
/// <remarks>
/// A repair is an ordinary addition. The document is read before the orders, so the orders include every change that it has counted. The
/// repair adds the orders' change ids too, so API changes in flight are recognised as duplicates when they arrive. The id of another
/// writer's edit in flight is not known yet. For such edits the document stores when its orders were read, and an edit made before that
/// time is no longer counted. An edit made while the orders were read may or may not be in the sums, so the caller compares again.
/// </remarks>
public sealed class Repair
{
    // A DynamoDB item holds 400 KB. A change id has 8 bytes.
    private const int MaxItemBytes = 280 * 1024;
    private const int MaxIds = 10_000;
    private const int MaxDeltaBytes = 100 * 1024;

    private Repair(IReadOnlyList<TallyDelta> deltas, int orphans)
    {
        Deltas = deltas;
        Orphans = orphans;
    }

    /// <summary>The additions, each small enough for one write and correct by itself; empty when the document is correct.</summary>
    public IReadOnlyList<TallyDelta> Deltas { get; }

    /// <summary>
    /// Number of orders that the document counted and that are not in the table, because they were deleted or expired by their time to
    /// live. The table cannot show what they should count.
    /// </summary>
    public int Orphans { get; }

    /// <summary>Computes the additions.</summary>
    /// <param name="stored">The stored content of the document.</param>
    /// <param name="expected">The expected content, with its orders; read after the document.</param>
    /// <param name="inTheTable">Hashes of the ids of orders in the table; at least of all orders in the table that the document has
    /// counted.</param>
    /// <param name="readAt">When reading the orders began.</param>
    /// <param name="random">Generates ids for orders that have none.</param>
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

            // The document has counted nothing of this order: add the order as if its changes had arrived now.
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

    // Corrects orders that were counted wrongly: adds the difference of the sums and the missing change ids.
    private static IEnumerable<TallyDelta> Corrections(Tally difference, ChangeId[] ids)
    {
        var sums = difference.IsEmpty ? [] : difference.Cut(MaxItemBytes).ToList();
        var chunks = ids.Chunk(MaxIds).ToList();
        for (var index = 0; index < Math.Max(sums.Count, chunks.Count); index++)
        {
            var correction = new TallyDelta();
            correction.Correct(index < sums.Count ? sums[index] : new Tally(), index < chunks.Count ? chunks[index] : []);
            yield return correction;
        }
    }
}
