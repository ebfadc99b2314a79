using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using static Analytics.Core.Wire.ItemsFormat;

namespace Analytics.Core.Wire;

/// <summary>Reads items that were written; see <see cref="ItemsFormat"/>.</summary>
internal static class ItemsReader
{
    // Far beyond what orders come to, and far enough below what the sums can hold that adding to them never overflows.
    private static readonly Int128 MaxCount = 1_000_000_000_000_000_000;
    private static readonly Int128 MaxRevenue = MaxCount * MaxCount;

    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes)
    {
        List<string> skus = [];
        List<Currency> currencies = [];
        ReadOnlySpan<byte> rest = [];
        ProtoReader orders = default, units = default, shared = default, restLengths = default;
        ProtoReader cells = default, cellRevenues = default;
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (CurrencyField, 2):
                    currencies.Add(Currency.Parse(NameReader.Read(proto.ReadBytes())));
                    break;
                case (OrdersField, 2):
                    proto.ReadPacked(ref orders);
                    break;
                case (UnitsField, 2):
                    proto.ReadPacked(ref units);
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

        // What appears twice would be added twice, to more than a sum can hold.
        if (!IsInOrder(skus) || !IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw Damaged("their items or currencies are not in order");
        }

        var cell = new CellReader(cells, cellRevenues, skus.Count, currencies);
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

    private static void ReadSkus(List<string> skus, ProtoReader shared, ProtoReader lengths, ReadOnlySpan<byte> rest)
    {
        var names = new NameReader(stackalloc byte[NameReader.MaxBytes]);
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

    private static long ReadCount(ref ProtoReader column) => column.ReadSigned() is var value && value >= -MaxCount && value <= MaxCount
        ? (long)value
        : throw Damaged("a count is larger than any can be");

    private static FormatException Lengths() => Damaged("their columns have different lengths");

    private static FormatException Damaged(string what) => new($"The item tallies are damaged: {what}.");

    /// <summary>Walks the revenue cells along their columns.</summary>
    private ref struct CellReader
    {
        private readonly int _items;
        private readonly List<Currency> _currencies;
        private ProtoReader _cells;
        private ProtoReader _revenues;
        private long _currency;

        public CellReader(ProtoReader cells, ProtoReader revenues, int items, List<Currency> currencies)
        {
            _cells = cells;
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
            if (_cells.AtEnd || _revenues.AtEnd)
            {
                Item = _cells.AtEnd && _revenues.AtEnd ? -1 : throw Lengths();
                return;
            }

            var (cell, last) = (ReadCount(ref _cells), _currency);
            if (cell < 0 || _currencies.Count == 0)
            {
                throw Damaged("a revenue belongs to no item or currency");
            }

            var (difference, currency) = Math.DivRem(cell, (long)_currencies.Count);
            Item += difference;
            if (Item < 0 || Item >= _items)
            {
                throw Damaged("a revenue belongs to no item or currency");
            }

            if (last >= 0 && difference == 0 && currency <= last)
            {
                throw Damaged("their revenues are not in order");
            }

            _currency = currency;
            Revenue = _revenues.ReadSigned();
            if (Revenue < -MaxRevenue || Revenue > MaxRevenue)
            {
                throw Damaged("a revenue is larger than any can be");
            }
        }
    }
}
