using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Totals of a set of orders, with breakdowns by item and by slice. Not thread-safe.</summary>
/// <remarks>
/// Tallies form a commutative group: they can be added, and each has a negative. A change adds the order after it minus the order before
/// it, so neither the order of arrival nor the grouping of changes affects the result. Zero values are omitted, so tallies of equal orders
/// are equal regardless of how they were computed.
/// </remarks>
public sealed partial class Tally : IEquatable<Tally>
{
    private readonly ItemCells _cells = new();
    private Dictionary<string, ItemTally>? _items;

    /// <summary>The totals over all items.</summary>
    public Totals Totals { get; } = new();

    /// <summary>How many placed orders have which value. Not told apart by slice.</summary>
    public ValueCounts Values { get; } = new();

    /// <summary>How many orders, cancelled ones included, which customer placed. Not told apart by slice.</summary>
    public CustomerCounts Customers { get; } = new();

    /// <summary>
    /// The items of all slices with a non-zero value, by SKU. A snapshot: later additions do not change the returned dictionary.
    /// </summary>
    public IReadOnlyDictionary<string, ItemTally> Items => _items ??= Gather();

    /// <summary>
    /// Number of cells, one for each item, slice and currency; eight values or customers count as one. Determines how much memory the tally
    /// uses.
    /// </summary>
    public int ItemSums => _cells.All.Length + (Values.Count + Customers.MaxCount) / 8;

    /// <summary>Whether the totals and all items are zero, in every slice.</summary>
    public bool IsEmpty => Totals.IsEmpty && Values.Count == 0 && Customers.Count == 0 && Items.Count == 0 && !HasSliceSums;

    internal ItemCells Cells => _cells;

    /// <summary>Computes the tally of orders in their current state.</summary>
    public static Tally Of(IEnumerable<Order> orders)
    {
        var tally = new Tally();
        foreach (var order in orders)
        {
            tally.Add(order, 1);
        }

        return tally;
    }

    /// <summary>Adds another tally; subtracts it if <paramref name="sign"/> is -1.</summary>
    public void Add(Tally other, int sign = 1)
    {
        AddWithoutCustomers(other, sign);
        Customers.Add(other.Customers, sign);
    }

    /// <summary>Adds another tally, except for its customers; subtracts it if <paramref name="sign"/> is -1.</summary>
    public void AddWithoutCustomers(Tally other, int sign = 1)
    {
        Totals.Add(other.Totals, sign);
        Values.Add(other.Values, sign);
        _items = null;
        foreach (ref readonly var cell in other._cells.All)
        {
            Add(ref _cells.At(cell.Sku, cell.Hash, cell.Slice, cell.Currency), sign, cell.Counts, cell.Minor);
        }

        if (other._counts is { } counts)
        {
            (_counts ??= new SliceCounts()).Add(counts, sign);
        }
    }

    /// <summary>Adds the sales of some items of another tally. The totals stay unchanged.</summary>
    /// <param name="other">The other tally.</param>
    /// <param name="skus">The SKUs of these items.</param>
    public void AddItems(Tally other, IReadOnlySet<string> skus)
    {
        _items = null;
        foreach (ref readonly var cell in other._cells.All)
        {
            if (skus.Contains(cell.Sku))
            {
                Add(ref _cells.At(cell.Sku, cell.Hash, cell.Slice, cell.Currency), 1, cell.Counts, cell.Minor);
            }
        }
    }

    /// <summary>Adds to the sales of one item in one slice and currency. The totals stay unchanged.</summary>
    internal void AddCell(string sku, int hash, Slice slice, Currency? currency, ItemCounts counts, Int128 minor)
    {
        _items = null;
        Add(ref _cells.At(sku, hash, slice, currency), 1, counts, minor);
    }

    private void Add(Order order, int sign)
    {
        _items = null;
        Customers.Add(CustomerHash.Of(order.CustomerId), sign);
        var isCancelled = order.Status == OrderStatus.Cancelled;
        for (var index = 0; index < order.Lines.Count; index++)
        {
            var line = order.Lines[index];
            var revenue = isCancelled ? 0 : line.RevenueMinor;
            Totals.Revenue.Add(order.Currency, sign * revenue);
            Add(
                ref _cells.At(line.Sku, ItemCells.HashOf(NameHash.Of(line.Sku), order.Slice), order.Slice, order.Currency), sign,
                isCancelled ? new ItemCounts(0, 0, Cancelled: line.Units)
                : new ItemCounts(IsFirstOf(order.Lines, index) ? 1 : 0, line.Units, Refunded: line.Returned),
                revenue);
        }

        if (isCancelled)
        {
            AddCancelled(order.Slice, order.Currency, sign);
        }
        else
        {
            Values.Add(order.Currency, ValueBuckets.Of(order.Lines.Sum(line => line.RevenueMinor)), sign);
            AddPlaced(order.Slice, order.Lines.Sum(line => line.Units), order.Amounts, order.Currency, sign);
        }
    }

    internal void Add(in OrderState order, ReadOnlySpan<LineRow> lines, in OrderAmounts amounts, int sign)
    {
        _items = null;
        Customers.Add(order.Customer, sign);
        if (order.Status == OrderStatus.Cancelled)
        {
            foreach (ref readonly var line in lines)
            {
                _cells.At(line.Sku, ItemCells.HashOf(line.Hash, order.Slice), order.Slice, order.Currency).Cancelled += sign * line.Units;
            }

            AddCancelled(order.Slice, order.Currency!, sign);
            return;
        }

        var (units, minor) = (0L, 0L);
        for (var index = 0; index < lines.Length; index++)
        {
            ref readonly var line = ref lines[index];
            ref var cell = ref _cells.At(line.Sku, ItemCells.HashOf(line.Hash, order.Slice), order.Slice, order.Currency);
            cell.Orders += IsFirstOf(lines, index) ? sign : 0;
            cell.Units += sign * line.Units;
            cell.Refunded += sign * line.Returned;

            // A line's revenue is at most 10^16 and 128 bits hold 10^38, so this cannot overflow. A checked addition would cost a call.
            cell.Minor = unchecked(cell.Minor + sign * line.RevenueMinor);
            units += line.Units;
            minor += line.RevenueMinor;
        }

        Totals.Revenue.Add(order.Currency!, sign * minor);
        Values.Add(order.Currency!, ValueBuckets.Of(minor), sign);
        AddPlaced(order.Slice, units, amounts, order.Currency!, sign);
    }

    internal void Clear()
    {
        _items = null;
        _cells.Clear();
        _counts?.Clear();
        Totals.Clear();
        Values.Clear();
        Customers.Clear();
    }

    private static bool IsFirstOf(ReadOnlySpan<LineRow> lines, int index)
    {
        ref readonly var line = ref lines[index];
        for (var before = 0; before < index; before++)
        {
            if (lines[before].Hash == line.Hash && lines[before].Sku == line.Sku)
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(ref ItemCell cell, int sign, ItemCounts counts, Int128 minor)
    {
        cell.Orders += sign * counts.Orders;
        cell.Units += sign * counts.Units;
        cell.Cancelled += sign * counts.Cancelled;
        cell.Refunded += sign * counts.Refunded;
        cell.Minor += sign < 0 ? -minor : minor;
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

    private Dictionary<string, ItemTally> Gather()
    {
        var items = new Dictionary<string, ItemTally>(_cells.Count, StringComparer.Ordinal);
        foreach (ref readonly var cell in _cells.All)
        {
            if (!items.TryGetValue(cell.Sku, out var item))
            {
                items.Add(cell.Sku, item = new ItemTally());
            }

            item.Add(cell);
        }

        foreach (var (sku, item) in items)
        {
            if (item.IsEmpty)
            {
                items.Remove(sku);
            }
        }

        return items;
    }

    /// <inheritdoc/>
    public bool Equals(Tally? other) =>
        other is not null && Totals.Equals(other.Totals) && Values.Equals(other.Values) && Customers.Equals(other.Customers)
        && Items.Count == other.Items.Count
        && Items.All(item => item.Value.Equals(other.Items.GetValueOrDefault(item.Key))) && HasEqualSlices(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tally);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Totals, Items.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Totals}; {Items.Count} items"
        + string.Concat(Slices.OrderBy(slice => slice.Key).Select(slice => $"; {slice.Key}: {slice.Value}"));
}
