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
            return Write(columns, cells, sorted[..items], currencies, restLength);
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

    // Moves the first cell of each non-empty item to the front of the order, and returns the number of these items.
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
        return bytes;
    }

    // The part of a name after its common prefix with another name. Never splits a surrogate pair.
    private static ReadOnlySpan<char> Rest(string before, string name)
    {
        var shared = before.AsSpan().CommonPrefixLength(name);
        return name.AsSpan(shared > 0 && char.IsHighSurrogate(name[shared - 1]) ? shared - 1 : shared);
    }
}
