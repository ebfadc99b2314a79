namespace Analytics.Operations.Import;

/// <summary>What became of the orders of an import.</summary>
/// <param name="Added">The orders that it wrote, in no particular order.</param>
/// <param name="Known">Number of orders that were in the table already, with the same content.</param>
/// <param name="Conflicts">Orders whose id is taken by an order with other content, with what is different.</param>
public sealed record ImportResult(
    IReadOnlyList<ImportedOrder> Added, int Known, IReadOnlyList<(ImportedOrder Order, string Reason)> Conflicts)
{
    /// <summary>Number of orders that it wrote.</summary>
    public int Written => Added.Count;
}
