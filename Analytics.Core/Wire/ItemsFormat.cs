using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Core.Wire;

/// <summary>The item tallies of a document part as bytes: a Protocol Buffers message of columns.</summary>
/// <remarks>
/// <code>
/// message Items {
///   repeated string sku           = 1;  // in ordinal order
///   repeated string currency      = 2;  // in order of code
///   repeated sint64 orders        = 3;  // one for each sku
///   repeated sint64 units         = 4;  // one for each sku
///   repeated sint64 cell_item     = 5;  // revenue cells: index of the sku, as the difference from the cell before
///   repeated sint64 cell_currency = 6;  // index of the currency
///   repeated sint64 cell_revenue  = 7;  // minor units; beyond 64 bits the varint has more than ten bytes
/// }
/// </code>
/// </remarks>
public static class ItemsFormat
{
    private const int SkuField = 1;
    private const int CurrencyField = 2;
    private const int OrdersField = 3;
    private const int UnitsField = 4;
    private const int CellItemField = 5;
    private const int CellCurrencyField = 6;
    private const int CellRevenueField = 7;

    // Far beyond what orders come to, and far enough below what the sums can hold that adding to them never overflows.
    private static readonly Int128 CountMax = 1_000_000_000_000_000_000;
    private static readonly Int128 RevenueMax = CountMax * CountMax;

    /// <summary>Writes the items of a tally; the same items always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(IReadOnlyDictionary<string, ItemTally> items)
    {
        var sorted = items.OrderBy(item => item.Key, StringComparer.Ordinal).ToArray();
        var currencies = sorted.SelectMany(item => item.Value.Revenue.Sums.Select(sum => sum.Key)).Distinct().Order().ToList();
        List<Int128> orders = [], units = [], cellItems = [], cellCurrencies = [], cellRevenues = [];
        var lastItem = 0;
        var proto = new ProtoWriter();
        for (var index = 0; index < sorted.Length; index++)
        {
            var item = sorted[index].Value;
            proto.WriteString(SkuField, sorted[index].Key);
            orders.Add(item.Orders);
            units.Add(item.Units);
            foreach (var (currency, minor) in item.Revenue.Sums)
            {
                cellItems.Add(index - lastItem);
                cellCurrencies.Add(currencies.IndexOf(currency));
                cellRevenues.Add(minor);
                lastItem = index;
            }
        }

        currencies.ForEach(currency => proto.WriteString(CurrencyField, currency.Code));
        proto.WritePacked(OrdersField, orders);
        proto.WritePacked(UnitsField, units);
        proto.WritePacked(CellItemField, cellItems);
        proto.WritePacked(CellCurrencyField, cellCurrencies);
        proto.WritePacked(CellRevenueField, cellRevenues);
        return proto.Written;
    }

    /// <summary>Adds items that were written by <see cref="Encode"/> to a tally.</summary>
    /// <exception cref="FormatException">The bytes are damaged; the tally may have taken some of them.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes)
    {
        List<string> skus = [];
        List<Currency> currencies = [];
        List<Int128> orders = [], units = [], cellItems = [], cellCurrencies = [], cellRevenues = [];
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (SkuField, 2):
                    skus.Add(proto.ReadString());
                    break;
                case (CurrencyField, 2):
                    currencies.Add(Currency.Parse(proto.ReadString()));
                    break;
                case (OrdersField, 2):
                    orders.AddRange(proto.ReadPacked());
                    break;
                case (UnitsField, 2):
                    units.AddRange(proto.ReadPacked());
                    break;
                case (CellItemField, 2):
                    cellItems.AddRange(proto.ReadPacked());
                    break;
                case (CellCurrencyField, 2):
                    cellCurrencies.AddRange(proto.ReadPacked());
                    break;
                case (CellRevenueField, 2):
                    cellRevenues.AddRange(proto.ReadPacked());
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        if (orders.Count != skus.Count || units.Count != skus.Count
            || cellItems.Count != cellRevenues.Count || cellCurrencies.Count != cellRevenues.Count)
        {
            throw new FormatException("The item tallies are damaged: their columns have different lengths.");
        }

        // What stands twice would be added twice, to more than a sum can hold.
        if (!IsInOrder(skus) || !IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw new FormatException("The item tallies are damaged: their items or currencies are not in order.");
        }

        for (var index = 0; index < skus.Count; index++)
        {
            tally.AddItem(skus[index], Narrow(orders[index]), Narrow(units[index]));
        }

        Int128 item = 0;
        for (var cell = 0; cell < cellRevenues.Count; cell++)
        {
            item += Narrow(cellItems[cell]);
            if (item < 0 || item >= skus.Count || cellCurrencies[cell] < 0 || cellCurrencies[cell] >= currencies.Count)
            {
                throw new FormatException("The item tallies are damaged: a revenue belongs to no item or currency.");
            }

            if (cell > 0 && (cellItems[cell] < 0 || (cellItems[cell] == 0 && cellCurrencies[cell] <= cellCurrencies[cell - 1])))
            {
                throw new FormatException("The item tallies are damaged: their revenues are not in order.");
            }

            if (cellRevenues[cell] < -RevenueMax || cellRevenues[cell] > RevenueMax)
            {
                throw new FormatException("The item tallies are damaged: a revenue is larger than any can be.");
            }

            tally.AddItemRevenue(skus[(int)item], currencies[(int)cellCurrencies[cell]], cellRevenues[cell]);
        }
    }

    private static bool IsInOrder(List<string> names)
    {
        for (var index = 1; index < names.Count; index++)
        {
            if (string.CompareOrdinal(names[index - 1], names[index]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static long Narrow(Int128 value) => value >= -CountMax && value <= CountMax
        ? (long)value
        : throw new FormatException("The item tallies are damaged: a count is larger than any can be.");
}
