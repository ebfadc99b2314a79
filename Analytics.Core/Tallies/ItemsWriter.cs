using System.Buffers;
using System.Text;
using Analytics.Core.Orders;
using static Analytics.Core.Tallies.ItemsFormat;

namespace Analytics.Core.Tallies;

/// <summary>Encodes the items of a tally in one pass over its sorted cells; see <see cref="ItemsFormat"/>.</summary>
internal static class ItemsWriter
{
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
            var slices = tally.HasSlices ? FillSlices(columns, tally, sorted[..items]) : [];
            return Write(
                columns, cells, sorted[..items], currencies, restLength, slices, ValueCountsFormat.Encode(tally.Values),
                CustomersFormat.Encode(tally.Customers));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(order);
            columns.Return();
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

    // Adds the slice of each item, and returns the encoded slices.
    private static byte[] FillSlices(ItemColumns columns, Tally tally, ReadOnlySpan<int> items)
    {
        var cells = tally.Cells.All;
        var slices = new SortedSet<Slice>();
        foreach (var item in items)
        {
            if (!cells[item].Slice.IsNone)
            {
                slices.Add(cells[item].Slice);
            }
        }

        var isInRows = slices.Count > 0;
        slices.UnionWith(tally.SliceCounts.Where(counts => !counts.Value.IsEmpty).Select(counts => counts.Key));
        var numbers = slices.Index().ToDictionary(slice => slice.Item, slice => slice.Index + 1);
        for (var item = 0; isInRows && item < items.Length; item++)
        {
            var isRepeated = item > 0 && cells[items[item - 1]].Sku == cells[items[item]].Sku;
            columns.AddRowSlice(numbers.GetValueOrDefault(cells[items[item]].Slice) * 2 + (isRepeated ? 1 : 0));
        }

        return SlicesFormat.Encode([.. slices], tally.SliceCounts);
    }

    // Moves the first cell of each non-empty item to the front of the order, and returns the number of these items.
    private static int Fill(
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, Span<int> order, List<Currency> currencies, out int restLength)
    {
        var (items, lastWithCell) = (0, 0);
        restLength = 0;
        for (int from = 0, to; from < order.Length; from = to)
        {
            ref readonly var first = ref cells[order[from]];
            var (counts, hasRevenue) = (default(ItemCounts), false);
            for (to = from; to < order.Length && cells[order[to]].Sku == first.Sku && cells[order[to]].Slice == first.Slice; to++)
            {
                ref readonly var cell = ref cells[order[to]];
                counts = new ItemCounts(
                    counts.Orders + cell.Orders, counts.Units + cell.Units, counts.Cancelled + cell.Cancelled,
                    counts.Refunded + cell.Refunded);
                if (cell.Minor != 0)
                {
                    hasRevenue = true;
                    columns.AddCell((items - lastWithCell) * (long)currencies.Count + currencies.IndexOf(cell.Currency!), cell.Minor);
                    lastWithCell = items;
                }
            }

            if (!counts.AreZero || hasRevenue)
            {
                if (items == 0 || cells[order[items - 1]].Sku != first.Sku)
                {
                    var rest = Rest(items == 0 ? "" : cells[order[items - 1]].Sku, first.Sku);
                    var length = Encoding.UTF8.GetByteCount(rest);
                    columns.AddSku(Encoding.UTF8.GetByteCount(first.Sku.AsSpan(0, first.Sku.Length - rest.Length)), length);
                    restLength += length;
                }

                columns.AddCounts(items, counts);
                order[items++] = order[from];
            }
        }

        return items;
    }

    private static byte[] Write(
        ItemColumns columns, ReadOnlySpan<ItemCell> cells, ReadOnlySpan<int> items, List<Currency> currencies, int restLength,
        ReadOnlySpan<byte> slices, ReadOnlySpan<byte> values, (byte[] Once, byte[] Others, byte[] Orders) customers)
    {
        var length = currencies.Sum(currency => ProtoWriter.StringLength(CurrencyField, currency.Code))
            + ProtoWriter.PackedLength(OrdersField, columns.Orders) + ProtoWriter.PackedLength(UnitsField, columns.Units)
            + ProtoWriter.PackedLength(CellRevenueField, columns.CellRevenues) + ProtoWriter.PackedLength(SharedField, columns.Shared)
            + ProtoWriter.PackedLength(RestLengthField, columns.RestLengths) + ProtoWriter.BytesLength(RestField, restLength)
            + ProtoWriter.PackedLength(CellField, columns.Cells) + ProtoWriter.PackedLength(SlicesField, slices)
            + ProtoWriter.PackedLength(RowSliceField, columns.Slices)
            + ProtoWriter.PackedLength(CancelledRowField, columns.CancelledRows)
            + ProtoWriter.PackedLength(CancelledField, columns.Cancelled)
            + ProtoWriter.PackedLength(RefundedRowField, columns.RefundedRows)
            + ProtoWriter.PackedLength(RefundedField, columns.Refunded) + ProtoWriter.PackedLength(OrderValuesField, values)
            + ProtoWriter.PackedLength(CustomerField, customers.Once) + ProtoWriter.PackedLength(OtherCustomerField, customers.Others)
            + ProtoWriter.PackedLength(CustomerOrdersField, customers.Orders);
        var bytes = new byte[length];
        var proto = new ProtoWriter(bytes);
        foreach (var currency in currencies)
        {
            proto.WriteString(CurrencyField, currency.Code);
        }

        proto.WritePacked(SharedField, columns.Shared);
        proto.WritePacked(RestLengthField, columns.RestLengths);
        proto.BeginBytes(RestField, restLength);
        var last = "";
        foreach (var item in items)
        {
            proto.Append(Rest(last, cells[item].Sku));
            last = cells[item].Sku;
        }

        proto.WritePacked(OrdersField, columns.Orders);
        proto.WritePacked(UnitsField, columns.Units);
        proto.WritePacked(CellField, columns.Cells);
        proto.WritePacked(CellRevenueField, columns.CellRevenues);
        proto.WritePacked(SlicesField, slices);
        proto.WritePacked(RowSliceField, columns.Slices);
        proto.WritePacked(CancelledRowField, columns.CancelledRows);
        proto.WritePacked(CancelledField, columns.Cancelled);
        proto.WritePacked(RefundedRowField, columns.RefundedRows);
        proto.WritePacked(RefundedField, columns.Refunded);
        proto.WritePacked(OrderValuesField, values);
        proto.WritePacked(CustomerField, customers.Once);
        proto.WritePacked(OtherCustomerField, customers.Others);
        proto.WritePacked(CustomerOrdersField, customers.Orders);
        return bytes;
    }

    // The part of a name after its common prefix with another name. Never splits a surrogate pair.
    internal static ReadOnlySpan<char> Rest(string before, string name)
    {
        var shared = before.AsSpan().CommonPrefixLength(name);
        return name.AsSpan(shared > 0 && char.IsHighSurrogate(name[shared - 1]) ? shared - 1 : shared);
    }
}
