namespace Analytics.Core.Tallies;

/// <summary>Encodes the item tallies of a document as a Protocol Buffers message that stores them in columns.</summary>
/// <remarks>
/// <code>
/// message Items {
///   repeated string currency        = 1; // in order of code
///   repeated sint64 sku_shared      = 2; // bytes that each SKU shares with the preceding one, whole characters; SKUs are in ordinal order
///   repeated sint64 sku_rest_length = 3; // bytes of each SKU that follow the shared ones
///   bytes           sku_rest        = 4; // these following bytes of all SKUs
///   repeated sint64 orders          = 5; // one for each row
///   repeated sint64 units           = 6; // one for each row
///   repeated sint64 cell            = 7; // the row and currency of each revenue, see below
///   repeated sint64 cell_revenue    = 8; // minor units; beyond 64 bits the varint has more than ten bytes
///   Slices          slices          = 9; // see SlicesFormat; absent if there is none
///   repeated sint64 row_slice       = 10; // the slice of each row, see below; absent if no row has one
///   repeated sint64 cancelled_row   = 11; // the rows with cancelled units: difference of the row's index from that of the preceding one
///   repeated sint64 cancelled       = 12; // units of orders that were cancelled, one for each cancelled_row
///   repeated sint64 refunded_row    = 13; // likewise, the rows with refunded units
///   repeated sint64 refunded        = 14; // units of placed orders that came back, one for each refunded_row
///   ValueCounts     order_values    = 15; // see ValueCountsFormat; absent if there are none
///   bytes           customer        = 16; // the customers with one order, in ascending order, see CustomersFormat
///   bytes           other_customer  = 17; // likewise, those with another number of orders
///   repeated sint64 customer_orders = 18; // the number of orders, cancelled ones included, of each other_customer
/// }
/// </code>
/// A row is a SKU in a slice. Rows are in ordinal order of the SKU, then of the slice. A row_slice is 2 * (0 for no slice, else 1 + the
/// slice's index in slices) + (1 if the row has the SKU of the preceding row, else 0). A cell is (difference of its row's index from that
/// of the preceding cell) * (number of currencies) + (index of its currency).
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
    internal const int SlicesField = 9;
    internal const int RowSliceField = 10;
    internal const int CancelledRowField = 11;
    internal const int CancelledField = 12;
    internal const int RefundedRowField = 13;
    internal const int RefundedField = 14;
    internal const int OrderValuesField = 15;
    internal const int CustomerField = 16;
    internal const int OtherCustomerField = 17;
    internal const int CustomerOrdersField = 18;

    /// <summary>The format of encoded items without slices, and of an item that holds them.</summary>
    public const int WithoutSlices = 1;

    /// <summary>The format of encoded items with slices: a reader that does not know them would take rows of one SKU for damage.</summary>
    public const int WithSlices = 2;

    /// <summary>Encodes the items of a tally. Equal items always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(Tally tally) => ItemsWriter.Encode(tally);

    /// <summary>The format of encoded items: <see cref="WithSlices"/>, or <see cref="WithoutSlices"/> if none are found.</summary>
    public static int FormatOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            for (var proto = new ProtoReader(bytes); !proto.AtEnd;)
            {
                var (field, wireType) = proto.ReadTag();
                if (field == SlicesField)
                {
                    return WithSlices;
                }

                proto.Skip(wireType);
            }
        }
        catch (FormatException)
        {
            // Decoding the items reports the damage.
        }

        return WithoutSlices;
    }

    /// <summary>Decodes items encoded by <see cref="Encode"/> and adds them to a tally. The totals stay unchanged.</summary>
    /// <exception cref="FormatException">The bytes are damaged. Some of the items may already be in the tally.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes) => ItemsReader.DecodeInto(tally, bytes);
}
