using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

public sealed partial class Tally
{
    private static readonly IReadOnlyDictionary<Slice, Totals> NoCounts = new Dictionary<Slice, Totals>();

    // Allocated when the first order with dimensions is added.
    private SliceCounts? _counts;

    /// <summary>
    /// The totals of each slice that is not zero, except for those of orders without dimensions: <see cref="Totals"/> less all of these.
    /// Computed by each call.
    /// </summary>
    public IReadOnlyDictionary<Slice, Totals> Slices
    {
        get
        {
            var slices = new Dictionary<Slice, Totals>();
            foreach (var (slice, counts) in SliceCounts)
            {
                Of(slice).Add(counts);
            }

            foreach (ref readonly var cell in _cells.All)
            {
                if (!cell.Slice.IsNone && cell.Currency is { } currency)
                {
                    Of(cell.Slice).Revenue.Add(currency, cell.Minor);
                }
            }

            return slices.Where(slice => !slice.Value.IsEmpty).ToDictionary();

            Totals Of(Slice slice)
            {
                if (!slices.TryGetValue(slice, out var totals))
                {
                    slices.Add(slice, totals = new Totals());
                }

                return totals;
            }
        }
    }

    /// <summary>The items with a non-zero value in a slice other than <see cref="Slice.None"/>. Computed by each call.</summary>
    public IReadOnlyDictionary<(string Sku, Slice Slice), ItemTally> ItemsOfSlices
    {
        get
        {
            var items = new Dictionary<(string, Slice), ItemTally>();
            foreach (ref readonly var cell in _cells.All)
            {
                if (!cell.Slice.IsNone)
                {
                    if (!items.TryGetValue((cell.Sku, cell.Slice), out var item))
                    {
                        items.Add((cell.Sku, cell.Slice), item = new ItemTally());
                    }

                    item.Add(cell);
                }
            }

            return items.Where(item => !item.Value.IsEmpty).ToDictionary();
        }
    }

    /// <summary>Whether an order with dimensions was added, even if it was subtracted since.</summary>
    public bool HasSlices => _counts is not null || _cells.HaveSlices;

    /// <summary>Per slice, the sums that its items do not give.</summary>
    internal IReadOnlyDictionary<Slice, Totals> SliceCounts => _counts?.All ?? NoCounts;

    private bool HasSliceSums =>
        HasSlices && (SliceCounts.Values.Any(counts => !counts.IsEmpty) || ItemsOfSlices.Count > 0);

    /// <summary>The sums of a slice other than <see cref="Slice.None"/> that its items do not give. May be added to.</summary>
    internal Totals CountsOf(Slice slice) => (_counts ??= new SliceCounts()).At(slice);

    /// <summary>
    /// The part of this tally that belongs to some slices, without <see cref="Values"/> and <see cref="Customers"/>. A copy.
    /// </summary>
    /// <param name="isIncluded">Whether a slice is included; also called with <see cref="Slice.None"/>.</param>
    public Tally Where(Func<Slice, bool> isIncluded)
    {
        var some = new Tally();
        var withoutSlice = isIncluded(Slice.None);
        if (withoutSlice)
        {
            some.Totals.Add(Totals);
        }

        foreach (var (slice, totals) in Slices)
        {
            // The totals already contain every slice if orders without dimensions are included.
            if (isIncluded(slice) != withoutSlice)
            {
                some.Totals.Add(totals, withoutSlice ? -1 : 1);
            }
        }

        foreach (var (slice, counts) in SliceCounts)
        {
            if (isIncluded(slice))
            {
                some.CountsOf(slice).Add(counts);
            }
        }

        foreach (ref readonly var cell in _cells.All)
        {
            if (isIncluded(cell.Slice))
            {
                some.AddCell(cell.Sku, cell.Hash, cell.Slice, cell.Currency, cell.Counts, cell.Minor);
            }
        }

        return some;
    }

    /// <summary>
    /// Returns the same slices and values without items and customers: all items of a slice are one whose SKU is empty.
    /// </summary>
    public Tally WithoutItems()
    {
        var slices = new Tally();
        slices.Totals.Add(Totals);
        slices.Values.Add(Values);
        if (_counts is { } counts)
        {
            (slices._counts = new SliceCounts()).Add(counts, 1);
        }

        var hash = NameHash.Of("");
        foreach (ref readonly var cell in _cells.All)
        {
            if (!cell.Slice.IsNone)
            {
                slices.AddCell("", ItemCells.HashOf(hash, cell.Slice), cell.Slice, cell.Currency, default, cell.Minor);
            }
        }

        return slices;
    }

    /// <summary>
    /// Splits the tally into tallies that add up to it. The first has the totals; each has values, customers, items and slices of about
    /// <paramref name="maxBytes"/> when encoded, and none is larger unless a single one is.
    /// </summary>
    /// <param name="maxBytes">An upper bound of the encoded size, by an estimate that is never too low.</param>
    public IEnumerable<Tally> Cut(int maxBytes)
    {
        var part = new Tally();
        part.Totals.Add(Totals);
        var bytes = 0;
        foreach (var (currency, bucket, count) in Values.All)
        {
            // A currency, which may be new in the part, a bucket and a count, each with a field of its own.
            const int Size = 32;
            if (bytes > 0 && bytes + Size > maxBytes)
            {
                yield return part;
                (part, bytes) = (new Tally(), 0);
            }

            part.Values.Add(currency, bucket, count);
            bytes += Size;
        }

        for (var index = 0; index < Customers.Count; index++)
        {
            // A customer and a number of orders, each with a field of its own.
            const int Size = 24;
            if (bytes > 0 && bytes + Size > maxBytes)
            {
                yield return part;
                (part, bytes) = (new Tally(), 0);
            }

            part.Customers.Add(Customers.Customers[index], Customers.Orders[index]);
            bytes += Size;
        }

        foreach (var (slice, counts) in SliceCounts.Where(counts => !counts.Value.IsEmpty).OrderBy(counts => counts.Key))
        {
            // Two lengths, for each currency a place and three counts, and for each amount its place and a varint of at most 19 bytes.
            var size = slice.Text.Length + 24 + 40 * counts.Counts.Count + 32 * counts.MoneyCount;
            if (bytes > 0 && bytes + size > maxBytes)
            {
                yield return part;
                (part, bytes) = (new Tally(), 0);
            }

            part.CountsOf(slice).Add(counts);
            bytes += size;
        }

        var order = new int[_cells.Count];
        _cells.Sort(order);
        foreach (var index in order)
        {
            var cell = _cells.All[index];
            if (cell.Counts.AreZero && cell.Minor == 0)
            {
                continue;
            }

            // Two lengths, two counts and a slice, which may be new in the part, and a revenue of at most 24 bytes; and two counts with
            // their rows if any units were cancelled or refunded.
            var size = Encoding.UTF8.GetByteCount(cell.Sku) + cell.Slice.Text.Length + 64
                + ((cell.Cancelled | cell.Refunded) == 0 ? 0 : 36);
            if (bytes > 0 && bytes + size > maxBytes)
            {
                yield return part;
                (part, bytes) = (new Tally(), 0);
            }

            part.AddCell(cell.Sku, cell.Hash, cell.Slice, cell.Currency, cell.Counts, cell.Minor);
            bytes += size;
        }

        yield return part;
    }

    private void AddCancelled(Slice slice, Currency currency, int sign)
    {
        Totals.Counts.Add(currency, 0, sign, 0);
        if (!slice.IsNone)
        {
            CountsOf(slice).Counts.Add(currency, 0, sign, 0);
        }
    }

    // Adds a placed order to the sums that items do not give.
    private void AddPlaced(Slice slice, long units, in OrderAmounts amounts, Currency currency, int sign)
    {
        AddPlaced(Totals, units, amounts, currency, sign);
        if (!slice.IsNone)
        {
            AddPlaced(CountsOf(slice), units, amounts, currency, sign);
        }
    }

    private static void AddPlaced(Totals totals, long units, in OrderAmounts amounts, Currency currency, int sign)
    {
        totals.Counts.Add(currency, sign, 0, sign * units);
        if (amounts.AreZero)
        {
            return;
        }

        foreach (var amount in OrderAmounts.All)
        {
            totals.Add(amount, currency, sign * amounts[amount]);
        }
    }

    private bool HasEqualSlices(Tally other)
    {
        if (!HasSlices && !other.HasSlices)
        {
            return true;
        }

        var (slices, others) = (Slices, other.Slices);
        var (items, otherItems) = (ItemsOfSlices, other.ItemsOfSlices);
        return slices.Count == others.Count && items.Count == otherItems.Count
            && slices.All(slice => slice.Value.Equals(others.GetValueOrDefault(slice.Key)))
            && items.All(item => item.Value.Equals(otherItems.GetValueOrDefault(item.Key)));
    }
}
