using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>The sums of one reading. Thread-safe.</summary>
/// <param name="plan">What was read.</param>
/// <param name="totals">The totals of each piece; null for one without data.</param>
/// <param name="items">The items of each segment or piece, as the plan selects them; null for one without data.</param>
/// <param name="slices">The totals of each piece with their slices and values; empty if the plan does not ask for them.</param>
/// <param name="customers">The customers of each piece; empty if the plan does not ask for them.</param>
/// <param name="latestCommit">The latest commit time among the documents summed; null when there is no data.</param>
/// <param name="tag">
/// Version of the data: two reads of one plan have equal tags if no data changed between them. Null when the sums contain a rollup that has
/// no version yet.
/// </param>
internal sealed class AggregateReading(
    ReadPlan plan, Totals?[] totals, Tally?[] items, Tally?[] slices, CustomerSet?[] customers, DateTimeOffset? latestCommit, string? tag)
{
    /// <summary>The latest commit time among the documents summed; null when there is no data.</summary>
    public DateTimeOffset? LatestCommit => latestCommit;

    /// <summary>Version of the data; null when the sums contain a rollup that has no version yet.</summary>
    public string? Tag => tag;

    /// <summary>
    /// The entity tag of the response. Weak, because the response also states when it was read. CSV has a tag of its own, so that a stored
    /// response in JSON is not taken for it.
    /// </summary>
    public EntityTag? EntityTag(bool isCsv) => tag is null ? null : new EntityTag(isCsv ? $"{tag}-csv" : tag, IsWeak: true);

    /// <summary>
    /// The totals of a span or of a point of a series in the plan, with values and customers if the plan asks for them. Callers must not
    /// modify them.
    /// </summary>
    public SpanSums SumsOf(MinuteRange range) => new(TotalsOf(range), ValuesOf(range), CustomersOf(range));

    /// <summary>The totals of a span or of a point of a series in the plan. Callers must not modify them.</summary>
    public Totals TotalsOf(MinuteRange range)
    {
        var sums = In(totals, plan.Pieces, range);
        if (sums is [var only])
        {
            return only;
        }

        var sum = new Totals();
        sums.ForEach(part => sum.Add(part));
        return sum;
    }

    /// <summary>The items of a span in the plan, or of a point if the plan selects some items. Callers must not modify them.</summary>
    public Tally ItemsOf(MinuteRange range)
    {
        var sums = In(items, plan.Items.IsAll ? [.. plan.Segments.Select(segment => segment.From)] : plan.Pieces, range);
        if (sums is [var only])
        {
            return only;
        }

        var sum = new Tally();
        sums.ForEach(part => sum.Add(part));
        return sum;
    }

    private ValueCounts ValuesOf(MinuteRange range)
    {
        var sum = new ValueCounts();
        In(slices, plan.Pieces, range).ForEach(part => sum.Add(part.Values));
        return sum;
    }

    /// <summary>
    /// The customers of a span, or of a point of a series, in the plan; empty if the plan does not ask for them. Callers must not modify
    /// them.
    /// </summary>
    public CustomerSet CustomersOf(MinuteRange range)
    {
        var sets = In(customers, plan.Pieces, range);
        if (sets is [var only])
        {
            return only;
        }

        var all = new CustomerSet();
        sets.ForEach(all.Add);
        return all;
    }

    /// <summary>The totals of a span in the plan, with their slices.</summary>
    public Tally SlicesOf(MinuteRange range)
    {
        var sum = new Tally();
        In(slices, plan.Pieces, range).ForEach(part => sum.Add(part));
        return sum;
    }

    /// <summary>The name under which an item that was asked for was sold: the SKU as given, else as orders have it.</summary>
    public string NameOf(string sku) =>
        Array.Exists(items, part => part?.Items.ContainsKey(sku) == true) ? sku : OrderRules.NormalizeName(sku);

    // The parts that begin in a range, which are those that lie in it, since the plan cuts at the ends of all that is asked for.
    private static List<T> In<T>(T?[] parts, IReadOnlyList<Minute> starts, MinuteRange range) where T : class
    {
        var (low, high) = (0, starts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = starts[middle] < range.From ? (middle + 1, high) : (low, middle);
        }

        var found = new List<T>();
        for (var index = low; index < parts.Length && starts[index] < range.To; index++)
        {
            if (parts[index] is { } part)
            {
                found.Add(part);
            }
        }

        return found;
    }
}
