using System.Runtime.InteropServices;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>The changes of a batch that count in one document, in record order.</summary>
/// <param name="Key">The document.</param>
/// <param name="Table">The table that holds the changes.</param>
/// <param name="Rows">Row indexes of the changes in <paramref name="Table"/>.</param>
public sealed record DocumentBatch(DocumentKey Key, ChangeTable Table, IReadOnlyList<int> Rows)
{
    /// <summary>The changes, in record order. The sequence is enumerated lazily.</summary>
    public IEnumerable<Change> Changes => Rows.Select(row => Table[row]);

    /// <summary>Creates a batch from changes that all count in one document.</summary>
    public static DocumentBatch Of(DocumentKey key, IEnumerable<OrderChange> changes)
    {
        var table = ChangeTable.Of(changes);
        return new DocumentBatch(key, table, [.. Enumerable.Range(0, table.Count)]);
    }

    /// <summary>Groups changes by the documents that they count in.</summary>
    /// <param name="table">The table that holds the changes.</param>
    /// <param name="rows">Row indexes of the changes, in record order.</param>
    /// <returns>
    /// The batches to commit first, and the batches to commit after them. A change that moves an order between documents is in both: the
    /// document that the order leaves is in <c>First</c>, the one that it enters in <c>Moved</c>. A query between the two commits misses
    /// the order but never counts it twice.
    /// </returns>
    public static (IReadOnlyList<DocumentBatch> First, IReadOnlyList<DocumentBatch> Moved) Sort(ChangeTable table, IEnumerable<int> rows)
    {
        var first = new Grouping();
        Grouping? moved = null;
        foreach (var row in rows)
        {
            ref readonly var change = ref table.Row(row);
            if (change.Before.Exists)
            {
                first.Add(change.Before.Key, row);
            }

            if (change.After.Exists && !change.Before.IsIn(change.After.Key))
            {
                (change.Before.Exists ? moved ??= new Grouping() : first).Add(change.After.Key, row);
            }
        }

        return (first.Batches(table), moved?.Batches(table) ?? []);
    }

    /// <summary>
    /// Splits a batch into parts to be committed one after another. Changes that follow a move of their order to another document depend on
    /// what the move leaves there, so they wait until the move is committed in both documents. If that commit fails, they are left out: the
    /// stream redelivers them together with the move.
    /// </summary>
    /// <param name="table">The table that holds the changes.</param>
    /// <param name="rows">Row indexes of the changes, in record order.</param>
    /// <param name="hasFailed">
    /// Whether the commit of a row failed. Called for the rows of a part when the caller asks for the next part, so the caller must have
    /// committed the part by then.
    /// </param>
    public static IEnumerable<IEnumerable<int>> InParts(ChangeTable table, IEnumerable<int> rows, Func<int, bool> hasFailed)
    {
        if (!rows.Any(IsMoved))
        {
            yield return rows;
            yield break;
        }

        for (var left = rows.ToList(); left.Count > 0;)
        {
            var (part, later) = (new List<int>(), new List<int>());
            var moved = new HashSet<uint>();
            foreach (var row in left)
            {
                (moved.Contains(OrderOf(row)) ? later : part).Add(row);
                if (IsMoved(row))
                {
                    moved.Add(OrderOf(row));
                }
            }

            yield return part;
            var failed = part.Where(hasFailed).Select(OrderOf).ToHashSet();
            left = later.FindAll(row => !failed.Contains(OrderOf(row)));
        }

        bool IsMoved(int row)
        {
            ref readonly var change = ref table.Row(row);
            return change.Before.Exists && change.After.Exists && change.Before.Key != change.After.Key;
        }

        uint OrderOf(int row)
        {
            ref readonly var change = ref table.Row(row);
            return (change.RecordId.IsNone ? change.Id : change.RecordId).OrderHash;
        }
    }

    private sealed class Grouping
    {
        // Most changes have the same minute as the previous change of their lane.
        private readonly (DocumentKey Key, List<int>? Rows)[] _recent = new (DocumentKey, List<int>?)[Lanes.Max];
        private readonly Dictionary<DocumentKey, List<int>> _documents = [];

        public void Add(DocumentKey key, int row)
        {
            ref var last = ref _recent[key.Lane];
            if (last.Rows is null || last.Key != key)
            {
                ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_documents, key, out _);
                last = (key, rows ??= []);
            }

            last.Rows!.Add(row);
        }

        public IReadOnlyList<DocumentBatch> Batches(ChangeTable table) =>
            [.. _documents.Select(document => new DocumentBatch(document.Key, table, document.Value))];
    }
}
