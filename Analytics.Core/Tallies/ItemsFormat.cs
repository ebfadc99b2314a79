namespace Analytics.Core.Tallies;

/// <summary>Encodes the item tallies of a document as a Protocol Buffers message that stores them in columns.</summary>
/// <remarks>
/// <code>
/// message Items {
///   repeated string currency        = 1; // in order of code
///   repeated sint64 sku_shared      = 2; // bytes that each SKU shares with the preceding one, whole characters; SKUs are in ordinal order
///   repeated sint64 sku_rest_length = 3; // bytes of each SKU that follow the shared ones
///   bytes           sku_rest        = 4; // these following bytes of all SKUs
///   repeated sint64 orders          = 5; // one for each SKU
///   repeated sint64 units           = 6; // one for each SKU
///   repeated sint64 cell            = 7; // the SKU and currency of each revenue, see below
///   repeated sint64 cell_revenue    = 8; // minor units; beyond 64 bits the varint has more than ten bytes
/// }
/// </code>
/// A cell is (difference of its SKU's index from that of the preceding cell) * (number of currencies) + (index of its currency).
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

    /// <summary>Encodes the items of a tally. Equal items always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(Tally tally) => ItemsWriter.Encode(tally);

    /// <summary>Decodes items encoded by <see cref="Encode"/> and adds them to a tally. The totals stay unchanged.</summary>
    /// <exception cref="FormatException">The bytes are damaged. Some of the items may already be in the tally.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes) => ItemsReader.DecodeInto(tally, bytes);
}
