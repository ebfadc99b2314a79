using Analytics.Storage;

namespace Analytics.Operations.Import;

/// <summary>What became of the orders of an import.</summary>
/// <param name="Added">The orders that it wrote, in no particular order.</param>
/// <param name="Known">Number of orders that were in the table already, with the same content.</param>
/// <param name="Conflicts">
/// Orders that were not written, with the reason: their id is taken by an order with other content, or their document is unreadable.
/// </param>
public sealed record ImportResult(
    IReadOnlyList<ImportedOrder> Added, int Known, IReadOnlyList<(ImportedOrder Order, string Reason)> Conflicts)
{
    /// <summary>The documents that were to count orders and could not be read, by minute. None of those orders was written.</summary>
    public IReadOnlyList<DocumentUnreadableException> Unreadable { get; init; } = [];

    /// <summary>Number of orders that it wrote.</summary>
    public int Written => Added.Count;
}
