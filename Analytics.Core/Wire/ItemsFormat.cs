using System.Buffers;
using System.Text;
using Analytics.Core.Orders;
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
    private const int SkuField = 1;
    private const int CurrencyField = 2;
    private const int OrdersField = 3;
    private const int UnitsField = 4;
    private const int CellItemField = 5;
    private const int CellCurrencyField = 6;
    private const int CellRevenueField = 7;
    private const int SharedField = 8;
    private const int RestLengthField = 9;
    private const int RestField = 10;
    private const int CellField = 11;

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
            var items = Fill(columns, cells, sorted, currencies, out var restLength);
            return Write(columns, cells, sorted[..items], currencies, restLength);
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
        ReadOnlySpan<byte> rest = [];
        ProtoReader orders = default, units = default, shared = default, restLengths = default;
        ProtoReader cells = default, cellItems = default, cellCurrencies = default, cellRevenues = default;
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (SkuField, 2):
                    skus.Add(NameReader.Read(proto.ReadBytes()));
                    break;
                case (CurrencyField, 2):
                    currencies.Add(Currency.Parse(NameReader.Read(proto.ReadBytes())));
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
                case (SharedField, 2):
                    proto.ReadPacked(ref shared);
                    break;
                case (RestLengthField, 2):
                    proto.ReadPacked(ref restLengths);
                    break;
                case (RestField, 2):
                    rest = proto.ReadBytes();
                    break;
                case (CellField, 2):
                    proto.ReadPacked(ref cells);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        ReadSkus(skus, shared, restLengths, rest);

        // What stands twice would be added twice, to more than a sum can hold.
        if (!IsInOrder(skus) || !IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw Damaged("their items or currencies are not in order");
        }

        var cell = new CellReader(new CellPlaces(cells, cellItems, cellCurrencies, currencies.Count), cellRevenues, skus.Count, currencies);
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
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, Span<int> order, List<Currency> currencies, out int restLength)
    {
        var (items, lastWithCell) = (0, 0);
        restLength = 0;
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
                    columns.AddCell((items - lastWithCell) * (long)currencies.Count + currencies.IndexOf(cell.Currency!), cell.Minor);
                    lastWithCell = items;
                }
            }

            if (orders != 0 || units != 0 || hasRevenue)
            {
                var rest = Rest(items == 0 ? "" : cells[order[items - 1]].Sku, first.Sku);
                var length = Encoding.UTF8.GetByteCount(rest);
                columns.AddItem(Encoding.UTF8.GetByteCount(first.Sku.AsSpan(0, first.Sku.Length - rest.Length)), length, orders, units);
                restLength += length;
                order[items++] = order[from];
            }
        }

        return items;
    }

    private static byte[] Write(
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, ReadOnlySpan<int> items, List<Currency> currencies, int restLength)
    {
        var length = currencies.Sum(currency => ProtoWriter.StringLength(CurrencyField, currency.Code))
            + ProtoWriter.PackedLength(OrdersField, columns.Orders) + ProtoWriter.PackedLength(UnitsField, columns.Units)
            + ProtoWriter.PackedLength(CellRevenueField, columns.CellRevenues) + ProtoWriter.PackedLength(SharedField, columns.Shared)
            + ProtoWriter.PackedLength(RestLengthField, columns.RestLengths) + ProtoWriter.BytesLength(RestField, restLength)
            + ProtoWriter.PackedLength(CellField, columns.Cells);
        var bytes = new byte[length];
        var proto = new ProtoWriter(bytes);
        foreach (var currency in currencies)
        {
            proto.WriteString(CurrencyField, currency.Code);
        }

        proto.WritePacked(OrdersField, columns.Orders);
        proto.WritePacked(UnitsField, columns.Units);
        proto.WritePacked(CellRevenueField, columns.CellRevenues);
        proto.WritePacked(SharedField, columns.Shared);
        proto.WritePacked(RestLengthField, columns.RestLengths);
        proto.BeginBytes(RestField, restLength);
        var last = "";
        foreach (var item in items)
        {
            proto.Append(Rest(last, cells[item].Sku));
            last = cells[item].Sku;
        }

        proto.WritePacked(CellField, columns.Cells);
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

    // What a name has beyond the characters that it shares with another.
    private static ReadOnlySpan<char> Rest(string before, string name)
    {
        var shared = before.AsSpan().CommonPrefixLength(name);
        return name.AsSpan(shared > 0 && char.IsHighSurrogate(name[shared - 1]) ? shared - 1 : shared);
    }

    private static void ReadSkus(List<string> skus, ProtoReader shared, ProtoReader lengths, ReadOnlySpan<byte> rest)
    {
        var names = new NameReader(stackalloc byte[NameReader.BytesMax]);
        while (!shared.AtEnd && !lengths.AtEnd)
        {
            var length = lengths.ReadSigned();
            if (length < 0 || length > rest.Length)
            {
                throw Lengths();
            }

            skus.Add(names.Next(shared.ReadSigned(), rest[..(int)length]));
            rest = rest[(int)length..];
        }

        if (!shared.AtEnd || !lengths.AtEnd || !rest.IsEmpty)
        {
            throw Lengths();
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

    /// <summary>Whose the revenue cells are, in either form.</summary>
    private ref struct CellPlaces(ProtoReader cells, ProtoReader items, ProtoReader currencies, int currencyCount)
    {
        private ProtoReader _cells = cells;
        private ProtoReader _items = items;
        private ProtoReader _currencies = currencies;

        /// <summary>Whether there is none left, of which all columns must be at one.</summary>
        public readonly bool AtEnd => _cells.AtEnd && (_items.AtEnd == _currencies.AtEnd ? _items.AtEnd : throw Lengths());

        /// <summary>The difference of the item's index from that of the cell before, and the index of the currency.</summary>
        public (long Item, long Currency) Next()
        {
            if (_cells.AtEnd)
            {
                return (ReadCount(ref _items), ReadCount(ref _currencies));
            }

            var place = ReadCount(ref _cells);
            return place >= 0 && currencyCount > 0 ? Math.DivRem(place, (long)currencyCount) : throw Damaged("a revenue belongs to no item or currency");
        }
    }

    /// <summary>Walks the revenue cells along their columns.</summary>
    private ref struct CellReader
    {
        private readonly int _items;
        private readonly List<Currency> _currencies;
        private CellPlaces _places;
        private ProtoReader _revenues;
        private long _currency;

        public CellReader(CellPlaces places, ProtoReader revenues, int items, List<Currency> currencies)
        {
            _places = places;
            _revenues = revenues;
            (_items, _currencies, _currency, Item) = (items, currencies, -1, 0);
            MoveNext();
        }

        /// <summary>Whose the cell is; -1 after the last.</summary>
        public long Item { get; private set; }

        public readonly Currency Currency => _currencies[(int)_currency];

        public Int128 Revenue { get; private set; }

        public void MoveNext()
        {
            if (_places.AtEnd || _revenues.AtEnd)
            {
                Item = _places.AtEnd && _revenues.AtEnd ? -1 : throw Lengths();
                return;
            }

            var ((difference, currency), last) = (_places.Next(), _currency);
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
            Revenue = _revenues.ReadSigned();
            if (Revenue < -RevenueMax || Revenue > RevenueMax)
            {
                throw Damaged("a revenue is larger than any can be");
            }
        }
    }
}
