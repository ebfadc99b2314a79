namespace Analytics.Core.Tallies;

/// <summary>The item tallies of a document as bytes: a Protocol Buffers message of columns.</summary>
/// <remarks>
/// <code>
/// message Items {
///   repeated string currency        = 1; // in order of code
/// repeated sint64 sku_shared = 2; // number of bytes that each sku shares with the one before, whole characters; skus are in ordinal order
/// repeated sint64 sku_rest_length = 3; // number of bytes that follow them bytes sku_rest = 4; // these bytes of all skus repeated sint64
/// orders = 5; // one for each sku repeated sint64 units = 6; // one for each sku repeated sint64 cell = 7; // the sku and currency of each
/// revenue, see below repeated sint64 cell_revenue = 8; // minor units; beyond 64 bits the varint has more than ten bytes }
/// </code>
/// A cell is the index of its SKU, as the difference from the cell before, times the number of currencies, plus the index of the currency.
/// </remarks>
public static class ItemsFormat
{
    internal const int CurrencyField = 1;
    internal const int SharedField = 2;
    internal const int RestLengthField = 3;
    internal const int RestField = 4;
    internal const int OrdersField = 5;
    internal const int UnitsField = 6;
    internal const int CellField = 7;
    internal const int CellRevenueField = 8;

    /// <summary>Writes the items of a tally; the same items always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(Tally tally) => ItemsWriter.Encode(tally);

    /// <summary>Adds items that were written by <see cref="Encode"/> to a tally.</summary>
    /// <exception cref="FormatException">The bytes are damaged; the tally may have taken some of them.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes) => ItemsReader.DecodeInto(tally, bytes);
}
