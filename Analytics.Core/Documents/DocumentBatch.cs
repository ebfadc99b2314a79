using System.Runtime.InteropServices;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>The changes of a batch that count in one document, in the order of their records.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Table">The table that holds the changes.</param>
/// <param name="Rows">Their rows in the table.</param>
public sealed record DocumentBatch(DocumentKey Key, ChangeTable Table, IReadOnlyList<int> Rows)
{
    /// <summary>The changes.</summary>
    public IEnumerable<Change> Changes => Rows.Select(row => Table[row]);

    /// <summary>Some changes that count in one document.</summary>
    public static DocumentBatch Of(DocumentKey key, IEnumerable<OrderChange> changes)
    {
        var table = ChangeTable.Of(changes);
        return new DocumentBatch(key, table, [.. Enumerable.Range(0, table.Count)]);
    }

    /// <summary>Sorts changes by the documents that they count in.</summary>
    /// <param name="table">The table that holds them.</param>
    /// <param name="rows">Their rows, in order.</param>
    /// <returns>
    /// The batches of all documents, and those that are to be committed after them: a change that moves an order from one document to
    /// another is in a batch of each kind, so that an answer in between lacks the order and never has it twice.
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
    /// Parts of a batch that are to be committed one after another. What comes after a change that moves its order to another document
    /// needs what that change leaves there, so it waits until the change is committed in both, and is left out where that failed: it is
    /// delivered again with it.
    /// </summary>
    /// <param name="table">The table that holds the changes.</param>
    /// <param name="rows">Their rows, in order.</param>
    /// <param name="hasFailed">Whether a row of a part that was committed has failed. The next part is made after that.</param>
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
        // Most changes are of the same minute as the last one of their lane.
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
