using System.Buffers;
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
    public static ReadOnlyMemory<byte> Encode(Tally tally)
    {
        var cells = tally.Cells.All;
        var order = ArrayPool<int>.Shared.Rent(cells.Length);
        var columns = new ItemColumns(cells.Length);
        try
        {
            var sorted = order.AsSpan(0, cells.Length);
            tally.Cells.Sort(sorted);
            var currencies = CurrenciesOf(cells);
            var items = Fill(columns, cells, sorted, currencies, out var namesLength);
            return Write(columns, cells, sorted[..items], currencies, namesLength);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(order);
            columns.Return();
        }
    }

    /// <summary>Adds items that were written by <see cref="Encode"/> to a tally.</summary>
    /// <exception cref="FormatException">The bytes are damaged; the tally may have taken some of them.</exception>
    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes)
    {
        List<string> skus = [];
        List<Currency> currencies = [];
        ProtoReader orders = default, units = default, cellItems = default, cellCurrencies = default, cellRevenues = default;
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
                    proto.ReadPacked(ref orders);
                    break;
                case (UnitsField, 2):
                    proto.ReadPacked(ref units);
                    break;
                case (CellItemField, 2):
                    proto.ReadPacked(ref cellItems);
                    break;
                case (CellCurrencyField, 2):
                    proto.ReadPacked(ref cellCurrencies);
                    break;
                case (CellRevenueField, 2):
                    proto.ReadPacked(ref cellRevenues);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        // What stands twice would be added twice, to more than a sum can hold.
        if (!IsInOrder(skus) || !IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw Damaged("their items or currencies are not in order");
        }

        var cell = new CellReader(cellItems, cellCurrencies, cellRevenues, skus.Count, currencies);
        tally.Cells.Reserve(skus.Count);
        for (var index = 0; index < skus.Count; index++)
        {
            if (orders.AtEnd || units.AtEnd)
            {
                throw Lengths();
            }

            tally.AddItem(skus[index], ReadCount(ref orders), ReadCount(ref units), index, ref cell);
        }

        if (!orders.AtEnd || !units.AtEnd)
        {
            throw Lengths();
        }
    }

    private static List<Currency> CurrenciesOf(ReadOnlySpan<ItemCell> cells)
    {
        List<Currency> currencies = [];
        foreach (ref readonly var cell in cells)
        {
            if (cell.Minor != 0 && cell.Currency is { } currency && !currencies.Contains(currency))
            {
                currencies.Add(currency);
            }
        }

        currencies.Sort();
        return currencies;
    }

    // Puts the first cell of each item that is there to the front of the order, and gives their number.
    private static int Fill(
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, Span<int> order, List<Currency> currencies, out int namesLength)
    {
        var (items, lastWithCell) = (0, 0);
        namesLength = 0;
        for (int from = 0, to; from < order.Length; from = to)
        {
            ref readonly var first = ref cells[order[from]];
            var (orders, units, hasRevenue) = (0L, 0L, false);
            for (to = from; to < order.Length && cells[order[to]].Sku == first.Sku; to++)
            {
                ref readonly var cell = ref cells[order[to]];
                orders += cell.Orders;
                units += cell.Units;
                if (cell.Minor != 0)
                {
                    hasRevenue = true;
                    columns.AddCell(items - lastWithCell, currencies.IndexOf(cell.Currency!), cell.Minor);
                    lastWithCell = items;
                }
            }

            if (orders != 0 || units != 0 || hasRevenue)
            {
                columns.AddItem(orders, units);
                namesLength += ProtoWriter.StringLength(SkuField, first.Sku);
                order[items++] = order[from];
            }
        }

        return items;
    }

    private static byte[] Write(
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, ReadOnlySpan<int> items, List<Currency> currencies, int namesLength)
    {
        var length = namesLength + currencies.Sum(currency => ProtoWriter.StringLength(CurrencyField, currency.Code))
            + ProtoWriter.PackedLength(OrdersField, columns.Orders) + ProtoWriter.PackedLength(UnitsField, columns.Units)
            + ProtoWriter.PackedLength(CellItemField, columns.CellItems) + ProtoWriter.PackedLength(CellCurrencyField, columns.CellCurrencies)
            + ProtoWriter.PackedLength(CellRevenueField, columns.CellRevenues);
        var bytes = new byte[length];
        var proto = new ProtoWriter(bytes);
        foreach (var item in items)
        {
            proto.WriteString(SkuField, cells[item].Sku);
        }

        foreach (var currency in currencies)
        {
            proto.WriteString(CurrencyField, currency.Code);
        }

        proto.WritePacked(OrdersField, columns.Orders);
        proto.WritePacked(UnitsField, columns.Units);
        proto.WritePacked(CellItemField, columns.CellItems);
        proto.WritePacked(CellCurrencyField, columns.CellCurrencies);
        proto.WritePacked(CellRevenueField, columns.CellRevenues);
        return bytes;
    }

    private static void AddItem(this Tally tally, string sku, long orders, long units, int index, ref CellReader cell)
    {
        // The item's first cell holds its counts, so that there is no other one for them.
        var hash = NameHash.Of(sku);
        var isCounted = false;
        while (cell.Item == index)
        {
            tally.AddCell(sku, hash, cell.Currency, isCounted ? 0 : orders, isCounted ? 0 : units, cell.Revenue);
            isCounted = true;
            cell.MoveNext();
        }

        if (!isCounted)
        {
            tally.AddCell(sku, hash, null, orders, units, 0);
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

    private static long ReadCount(ref ProtoReader column) => column.ReadSigned() is var value && value >= -CountMax && value <= CountMax
        ? (long)value
        : throw Damaged("a count is larger than any can be");

    private static FormatException Lengths() => Damaged("their columns have different lengths");

    private static FormatException Damaged(string what) => new($"The item tallies are damaged: {what}.");

    /// <summary>Walks the revenue cells along their three columns.</summary>
    private ref struct CellReader
    {
        private readonly int _items;
        private readonly List<Currency> _currencies;
        private ProtoReader _cellItems;
        private ProtoReader _cellCurrencies;
        private ProtoReader _cellRevenues;
        private long _currency;

        public CellReader(ProtoReader cellItems, ProtoReader cellCurrencies, ProtoReader cellRevenues, int items, List<Currency> currencies)
        {
            _cellItems = cellItems;
            _cellCurrencies = cellCurrencies;
            _cellRevenues = cellRevenues;
            (_items, _currencies, _currency, Item) = (items, currencies, -1, 0);
            MoveNext();
        }

        /// <summary>Whose the cell is; -1 after the last.</summary>
        public long Item { get; private set; }

        public readonly Currency Currency => _currencies[(int)_currency];

        public Int128 Revenue { get; private set; }

        public void MoveNext()
        {
            if (_cellItems.AtEnd || _cellCurrencies.AtEnd || _cellRevenues.AtEnd)
            {
                Item = _cellItems.AtEnd && _cellCurrencies.AtEnd && _cellRevenues.AtEnd ? -1 : throw Lengths();
                return;
            }

            var (difference, currency, last) = (ReadCount(ref _cellItems), ReadCount(ref _cellCurrencies), _currency);
            Item += difference;
            if (Item < 0 || Item >= _items || currency < 0 || currency >= _currencies.Count)
            {
                throw Damaged("a revenue belongs to no item or currency");
            }

            if (last >= 0 && (difference < 0 || (difference == 0 && currency <= last)))
            {
                throw Damaged("their revenues are not in order");
            }

            _currency = currency;
            Revenue = _cellRevenues.ReadSigned();
            if (Revenue < -RevenueMax || Revenue > RevenueMax)
            {
                throw Damaged("a revenue is larger than any can be");
            }
        }
    }
}
