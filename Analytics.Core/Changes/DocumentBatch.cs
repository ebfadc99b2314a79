using Analytics.Core.Tallies;

namespace Analytics.Core.Changes;

/// <summary>The changes of a batch that count in one document, in the order they came.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Table">The table that holds the changes.</param>
/// <param name="Places">Where in the table.</param>
public sealed record DocumentBatch(DocumentKey Key, ChangeTable Table, IReadOnlyList<int> Places)
{
    /// <summary>Some changes that count in one document.</summary>
    public static DocumentBatch Of(DocumentKey key, IEnumerable<OrderChange> changes)
    {
        var table = ChangeTable.Of(changes);
        return new DocumentBatch(key, table, [.. Enumerable.Range(0, table.Count)]);
    }

    /// <summary>The changes.</summary>
    public IEnumerable<Change> Changes => Places.Select(place => Table[place]);
}
