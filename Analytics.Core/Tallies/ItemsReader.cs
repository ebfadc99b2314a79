using Analytics.Core.Orders;
using static Analytics.Core.Tallies.ItemsFormat;

namespace Analytics.Core.Tallies;

/// <summary>Decodes item tallies; see <see cref="ItemsFormat"/>.</summary>
internal static class ItemsReader
{
    // Far above any sum over real orders, and low enough that adding such a value to a sum never overflows.
    private static readonly Int128 MaxCount = 1_000_000_000_000_000_000;
    internal static readonly Int128 MaxRevenue = MaxCount * MaxCount;

    public static void DecodeInto(Tally tally, ReadOnlySpan<byte> bytes)
    {
        List<string> skus = [];
        Slice[] slices = [];
        List<Currency> currencies = [];
        ReadOnlySpan<byte> rest = [];
        ProtoReader orders = default, units = default, shared = default, restLengths = default;
        ProtoReader cells = default, cellRevenues = default, rowSlices = default;
        ProtoReader cancelledRows = default, cancelled = default, refundedRows = default, refunded = default;
        ReadOnlySpan<byte> customers = [], otherCustomers = [];
        ProtoReader customerOrders = default;
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
                case (SlicesField, 2):
                    slices = slices.Length == 0
                        ? SlicesFormat.DecodeInto(tally, proto.ReadBytes())
                        : throw Damaged("they have slices twice");
                    break;
                case (RowSliceField, 2):
                    proto.ReadPacked(ref rowSlices);
                    break;
                case (CancelledRowField, 2):
                    proto.ReadPacked(ref cancelledRows);
                    break;
                case (CancelledField, 2):
                    proto.ReadPacked(ref cancelled);
                    break;
                case (RefundedRowField, 2):
                    proto.ReadPacked(ref refundedRows);
                    break;
                case (RefundedField, 2):
                    proto.ReadPacked(ref refunded);
                    break;
                case (OrderValuesField, 2):
                    ValueCountsFormat.DecodeInto(tally.Values, proto.ReadBytes());
                    break;
                case (CustomerField, 2):
                    customers = proto.ReadBytes();
                    break;
                case (OtherCustomerField, 2):
                    otherCustomers = proto.ReadBytes();
                    break;
                case (CustomerOrdersField, 2):
                    proto.ReadPacked(ref customerOrders);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        CustomersFormat.DecodeInto(tally.Customers, customers, otherCustomers, customerOrders);
        ReadSkus(skus, shared, restLengths, rest);

        // A duplicate would be added twice and could exceed what a sum can hold.
        if (!IsInOrder(skus) || !IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw Damaged("their items or currencies are not in order");
        }

        var rows = ReadRows(skus, slices, rowSlices);
        var cell = new CellReader(cells, cellRevenues, rows.Count, currencies);
        var ofCancelled = new SparseReader(cancelledRows, cancelled, rows.Count);
        var ofRefunded = new SparseReader(refundedRows, refunded, rows.Count);
        tally.Cells.Reserve(rows.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            if (orders.AtEnd || units.AtEnd)
            {
                throw Lengths();
            }

            var counts = new ItemCounts(ReadCount(ref orders), ReadCount(ref units), ofCancelled.At(index), ofRefunded.At(index));
            tally.AddItem(rows[index].Sku, rows[index].Slice, counts, index, ref cell);
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

    private static List<(string Sku, Slice Slice)> ReadRows(List<string> skus, Slice[] slices, ProtoReader rowSlices)
    {
        if (rowSlices.AtEnd)
        {
            return skus.ConvertAll(sku => (sku, Slice.None));
        }

        var rows = new List<(string, Slice)>(skus.Count);
        for (var (sku, last) = (-1, 0L); !rowSlices.AtEnd;)
        {
            var (number, isRepeated) = Math.DivRem(ReadCount(ref rowSlices), 2);
            sku += isRepeated == 0 ? 1 : 0;
            if (number < 0 || number > slices.Length || sku < 0 || sku >= skus.Count || (isRepeated != 0 && number <= last))
            {
                throw Damaged("an item belongs to no slice, or they are not in order");
            }

            rows.Add((skus[sku], number == 0 ? Slice.None : slices[number - 1]));
            last = number;
        }

        return rows.Count > 0 && rows[^1].Item1 == skus[^1] ? rows : throw Lengths();
    }

    private static void AddItem(this Tally tally, string sku, Slice slice, ItemCounts counts, int index, ref CellReader cell)
    {
        // The item's first cell holds its counts, so no further cell is needed for them.
        var hash = ItemCells.HashOf(NameHash.Of(sku), slice);
        var isCounted = false;
        while (cell.Item == index)
        {
            tally.AddCell(sku, hash, slice, cell.Currency, isCounted ? default : counts, cell.Revenue);
            isCounted = true;
            cell.MoveNext();
        }

        if (!isCounted)
        {
            tally.AddCell(sku, hash, slice, null, counts, 0);
        }
    }

    internal static bool IsInOrder(List<string> names)
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

    internal static long ReadCount(ref ProtoReader column) => column.ReadSigned() is var value && value >= -MaxCount && value <= MaxCount
        ? (long)value
        : throw Damaged("a count is larger than any can be");

    internal static FormatException Lengths() => Damaged("their columns have different lengths");

    internal static FormatException Damaged(string what) => new($"The item tallies are damaged: {what}.");

    /// <summary>Reads counts that only some rows have, in order of the rows.</summary>
    private ref struct SparseReader
    {
        private readonly int _items;
        private ProtoReader _rows;
        private ProtoReader _counts;
        private long _row;

        public SparseReader(ProtoReader rows, ProtoReader counts, int items)
        {
            _rows = rows;
            _counts = counts;
            (_items, _row) = (items, -1);
            MoveNext(isFirst: true);
        }

        /// <summary>The count of a row; 0 if it has none. Rows must be asked for in order.</summary>
        public long At(int row)
        {
            if (row != _row)
            {
                return 0;
            }

            var count = ReadCount(ref _counts);
            MoveNext(isFirst: false);
            return count;
        }

        private void MoveNext(bool isFirst)
        {
            if (_rows.AtEnd || _counts.AtEnd)
            {
                _row = _rows.AtEnd && _counts.AtEnd ? -1 : throw Lengths();
                return;
            }

            var difference = ReadCount(ref _rows);
            _row = isFirst ? difference : _row + difference;
            if (_row < 0 || _row >= _items || (!isFirst && difference <= 0))
            {
                throw Damaged("a count belongs to no item, or is not in order");
            }
        }
    }

    /// <summary>Iterates over the revenue cells.</summary>
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

        /// <summary>Index of the item that the cell belongs to; -1 after the last cell.</summary>
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
