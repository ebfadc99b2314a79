using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// The minutes that an answer needs, cut into pieces so that each minute is read once, also where spans overlap. So all sums of the answer
/// are of one reading.
/// </summary>
internal sealed class ReadPlan
{
    private readonly List<MinuteRange> _segments = [];
    private readonly Minute[] _pieces;

    /// <summary>Plans a reading.</summary>
    /// <param name="spans">The spans whose sums or items are asked for. Empty ones are left out.</param>
    /// <param name="boundaries">Where else the minutes are cut: the ends of the points of series within the spans.</param>
    public ReadPlan(IEnumerable<MinuteRange> spans, IEnumerable<Minute>? boundaries = null)
    {
        Spans = [.. spans.Where(span => span.Minutes > 0)];
        Minute[] ends = [.. Spans.SelectMany(span => new[] { span.From, span.To }).Distinct().Order()];
        foreach (var (from, to) in ends.Zip(ends.Skip(1)))
        {
            if (Spans.Any(span => span.Contains(from)))
            {
                _segments.Add(new MinuteRange(from, to));
            }
        }

        _pieces =
        [
            .. _segments.Select(segment => segment.From)
                .Concat((boundaries ?? []).Where(minute => SegmentOf(minute) is >= 0 and var index && _segments[index].Contains(minute)))
                .Distinct().Order(),
        ];
    }

    /// <summary>The spans.</summary>
    public IReadOnlyList<MinuteRange> Spans { get; }

    /// <summary>The parts of the minutes between ends of spans, in order. Each lies in the same spans as a whole.</summary>
    public IReadOnlyList<MinuteRange> Segments => _segments;

    /// <summary>First minutes of all pieces, in order. A piece lies in one segment and is not cut by a boundary.</summary>
    public IReadOnlyList<Minute> Pieces => _pieces;

    /// <summary>First minute of the first step of the series that has not ended; null if there is none.</summary>
    public Minute? FirstUnderWay { get; init; }

    /// <summary>The items to read.</summary>
    public ItemSelection Items { get; init; } = ItemSelection.None;

    /// <summary>The orders whose sums are asked for. Default all.</summary>
    public SliceFilter Slices { get; init; } = SliceFilter.All;

    /// <summary>Whether the totals of slices, or the values of orders, are asked for.</summary>
    public bool HasSlices { get; init; }

    /// <summary>Whether the customers are asked for. Then <see cref="Slices"/> must be all.</summary>
    public bool HasCustomers { get; init; }

    /// <summary>Which sums of minutes and rollups this takes.</summary>
    public SumsRead Read =>
        (!Items.IsNone ? SumsRead.Items : HasSlices || !Slices.IsEmpty ? SumsRead.Slices : SumsRead.Totals)
        | (HasCustomers ? SumsRead.Customers : SumsRead.Totals);

    /// <summary>The time that decides which rollups are read; null for now. A later page of a ranking reads as its first one did.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Splits the minutes into the parts to read, none of which has a rollup with minutes of two pieces.</summary>
    public IEnumerable<RangePart> Parts(DateTimeOffset now) => _segments.SelectMany(segment =>
        RangePlan.CutBySteps(segment, _pieces[PieceOf(segment.From)..(PieceOf(segment.To.Plus(-1)) + 1)], At ?? now));

    /// <summary>Index of the piece that contains a minute of the plan.</summary>
    public int PieceOf(Minute minute)
    {
        var index = Array.BinarySearch(_pieces, minute);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Index of the last segment that begins at or before a minute; -1 if none does.</summary>
    public int SegmentOf(Minute minute)
    {
        var (low, high) = (0, _segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _segments[middle].From <= minute ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
