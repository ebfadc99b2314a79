using Analytics.Simulation.Reference;

namespace Analytics.Simulation.Checking;

/// <summary>The result of a full scan of the orders, computed in the simplest way. Shares no code with the engine.</summary>
internal sealed class ReferenceModel(IEnumerable<TrueOrder> orders)
{
    private readonly TrueOrder[] _byMinute = [.. orders.OrderBy(order => order.Minute)];

    /// <summary>All orders, sorted by minute.</summary>
    public IReadOnlyList<TrueOrder> Orders => _byMinute;

    /// <summary>The model of some of the orders.</summary>
    public ReferenceModel Where(Func<TrueOrder, bool> isIncluded) => new(_byMinute.Where(isIncluded));

    /// <summary>The totals of a range of minutes; the end is exclusive.</summary>
    public Sums Totals(long from, long to) => Totals(Between(from, to));

    /// <summary>
    /// The totals of every slice in a range in each currency, as <c>channel:web in EUR</c>. Those of all orders have an empty slice.
    /// </summary>
    public SortedDictionary<string, Sums> Slices(long from, long to) => new(
        Between(from, to).Select(order => (Slice: "", Order: order))
            .Concat(Between(from, to).Where(order => order.Slice.Length > 0).Select(order => (order.Slice, Order: order)))
            .GroupBy(pair => $"{pair.Slice} in {pair.Order.Currency}", pair => pair.Order)
            .ToDictionary(slice => slice.Key, slice => Totals(slice)),
        StringComparer.Ordinal);

    private static Sums Totals(IEnumerable<TrueOrder> orders)
    {
        var sums = new Sums();
        foreach (var order in orders)
        {
            if (order.IsCancelled)
            {
                sums.Cancelled++;
                continue;
            }

            sums.Orders++;
            foreach (var line in order.Lines)
            {
                sums.Units += line.Units;
                sums.Pay(order.Currency, line.Amount);
                sums.Add("discounts", order.Currency, line.Discount);
                sums.Add("refunds", order.Currency, line.Refunded);
            }

            sums.Add("shipping", order.Currency, order.Shipping);
            sums.Add("tax", order.Currency, order.Tax);
        }

        return sums;
    }

    /// <summary>Every item in the orders of a range; not those of which all units of cancelled orders came back.</summary>
    public SortedDictionary<string, Sums> Items(long from, long to)
    {
        var items = new SortedDictionary<string, Sums>(StringComparer.Ordinal);
        foreach (var order in Between(from, to))
        {
            AddItems(items, order);
        }

        return items;
    }

    /// <summary>Adds the items of one order.</summary>
    public static void AddItems(IDictionary<string, Sums> items, TrueOrder order)
    {
        var counted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in order.Lines.Where(line => !order.IsCancelled || line.Units > 0))
        {
            if (!items.TryGetValue(line.Sku, out var item))
            {
                items.Add(line.Sku, item = new Sums());
            }

            if (order.IsCancelled)
            {
                item.Cancelled += line.Units;
                continue;
            }

            item.Orders += counted.Add(line.Sku) ? 1 : 0;
            item.Units += line.Units;
            item.Refunded += line.Returned;
            item.Pay(order.Currency, line.Amount);
        }
    }

    private ArraySegment<TrueOrder> Between(long from, long to)
    {
        var first = FirstFrom(from);
        return new ArraySegment<TrueOrder>(_byMinute, first, FirstFrom(to) - first);
    }

    private int FirstFrom(long minute)
    {
        var (low, high) = (0, _byMinute.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byMinute[middle].Minute < minute ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
