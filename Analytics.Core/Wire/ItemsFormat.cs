using Analytics.Core.Tallies;

namespace Analytics.Core.Wire;

/// <summary>The item tallies of a document as bytes: a Protocol Buffers message of columns.</summary>
/// <remarks>
/// <code>
/// message Items {
///   repeated string currency        = 2;  // in order of code
///   repeated sint64 orders          = 3;  // one for each sku
///   repeated sint64 units           = 4;  // one for each sku
///   repeated sint64 cell_revenue    = 7;  // minor units; beyond 64 bits the varint has more than ten bytes
///   repeated sint64 sku_shared      = 8;  // how many bytes each sku shares with the one before, whole characters; skus are in ordinal order
///   repeated sint64 sku_rest_length = 9;  // how many bytes follow them
///   bytes           sku_rest        = 10; // these bytes of all skus
///   repeated sint64 cell            = 11; // whose each revenue is: index of the sku, as the difference from the cell before, times the number of currencies, plus the index of the currency
/// }
/// </code>
/// Read but not written any more, of the first format: <c>repeated string sku = 1</c>, <c>repeated sint64 cell_item = 5</c> (index of the sku, as the
/// difference from the cell before) and <c>repeated sint64 cell_currency = 6</c>.
/// </remarks>
public static class ItemsFormat
{
    internal const int SkuField = 1;
    internal const int CurrencyField = 2;
    internal const int OrdersField = 3;
    internal const int UnitsField = 4;
    internal const int CellItemField = 5;
    internal const int CellCurrencyField = 6;
    internal const int CellRevenueField = 7;
    internal const int SharedField = 8;
    internal const int RestLengthField = 9;
    internal const int RestField = 10;
    internal const int CellField = 11;

    /// <summary>Writes the items of a tally; the same items always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(Tally tally) => ItemsWriter.Encode(tally);

    /// <summary>Adds items that were written by <see cref="Encode"/> to a tally.</summary>
    /// <exception cref="FormatException">The bytes are damaged; the tally may have taken some of them.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes) => ItemsReader.DecodeInto(tally, bytes);
}
