using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>What a set of orders comes to: totals, and the same for every item.</summary>
/// <remarks>
/// Tallies form a commutative group: they add, and each has its negative. So a change contributes what the order is now less
/// what it was, and neither the order of arrival nor the grouping of contributions can matter. Sums that are zero are not
/// there, so tallies of equal orders are equal however they came about. Not thread-safe.
/// </remarks>
public sealed class Tally : IEquatable<Tally>
{
    private readonly Dictionary<string, ItemTally> _items = new(StringComparer.Ordinal);

    /// <summary>The sums over all items.</summary>
    public Totals Totals { get; } = new();

    /// <summary>The items by their SKU; none of them is all zero.</summary>
    public IReadOnlyDictionary<string, ItemTally> Items => _items;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Totals.IsEmpty && _items.Count == 0;

    /// <summary>The tally of some orders as they stand.</summary>
    public static Tally Of(IEnumerable<Order> orders)
    {
        var tally = new Tally();
        foreach (var order in orders)
        {
            tally.Add(order, 1);
        }

        return tally;
    }

    /// <summary>Adds what a change makes of the sums.</summary>
    public void Add(OrderChange change)
    {
        if (change.After is { } after)
        {
            Add(after, 1);
        }

        if (change.Before is { } before)
        {
            Add(before, -1);
        }
    }

    /// <summary>Adds another tally, or takes it away with a <paramref name="sign"/> of -1.</summary>
    public void Add(Tally other, int sign = 1)
    {
        Totals.Add(other.Totals, sign);
        foreach (var (sku, item) in other._items)
        {
            var sum = Item(sku);
            sum.Add(item, sign);
            Drop(sku, sum);
        }
    }

    /// <summary>Cuts the tally into some whose sum it is: the first has the totals, each has a bounded number of items.</summary>
    /// <param name="itemsMax">Items of each at the most, at least 1.</param>
    public IEnumerable<Tally> Cut(int itemsMax)
    {
        var part = new Tally();
        part.Totals.Add(Totals);
        foreach (var (sku, item) in _items)
        {
            if (part._items.Count == itemsMax)
            {
                yield return part;
                part = new Tally();
            }

            part.Item(sku).Add(item, 1);
        }

        yield return part;
    }

    internal void AddItem(string sku, long orders, long units)
    {
        var item = Item(sku);
        item.Add(orders, units);
        Drop(sku, item);
    }

    internal void AddItemRevenue(string sku, Currency currency, Int128 minor)
    {
        var item = Item(sku);
        item.Revenue.Add(currency, minor);
        Drop(sku, item);
    }

    private void Add(Order order, int sign)
    {
        if (order.Status == OrderStatus.Cancelled)
        {
            Totals.Cancelled += sign;
            return;
        }

        Totals.Orders += sign;
        for (var index = 0; index < order.Lines.Count; index++)
        {
            var line = order.Lines[index];
            Totals.Units += sign * line.Quantity;
            Totals.Revenue.Add(order.Currency, sign * (Int128)line.TotalMinor);
            var item = Item(line.Sku);
            item.Add(IsFirstOf(order.Lines, index) ? sign : 0, sign * line.Quantity);
            item.Revenue.Add(order.Currency, sign * (Int128)line.TotalMinor);
            Drop(line.Sku, item);
        }
    }

    private static bool IsFirstOf(IReadOnlyList<OrderLine> lines, int index)
    {
        for (var before = 0; before < index; before++)
        {
            if (lines[before].Sku == lines[index].Sku)
            {
                return false;
            }
        }

        return true;
    }

    private ItemTally Item(string sku)
    {
        if (!_items.TryGetValue(sku, out var item))
        {
            _items.Add(sku, item = new ItemTally());
        }

        return item;
    }

    private void Drop(string sku, ItemTally item)
    {
        if (item.IsEmpty)
        {
            _items.Remove(sku);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Tally? other) =>
        other is not null && Totals.Equals(other.Totals) && _items.Count == other._items.Count
        && _items.All(item => item.Value.Equals(other._items.GetValueOrDefault(item.Key)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tally);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Totals, _items.Count);

    /// <inheritdoc/>
    public override string ToString() => $"{Totals}; {_items.Count} items";
}
