using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>How a range is divided into steps.</summary>
public sealed class Steps
{
    private readonly IReadOnlyList<Minute> _boundaries;
    private readonly Minute[] _starts;
    private readonly Minute? _current;

    private Steps(IReadOnlyList<Minute> boundaries, Minute? current) =>
        (_boundaries, _starts, _current) = (boundaries, [.. boundaries.Take(boundaries.Count - 1)], current);

    /// <summary>One step that covers the whole range.</summary>
    public static Steps Whole(MinuteRange range) => new([range.From, range.To], null);

    /// <summary>The steps of a series.</summary>
    /// <param name="boundaries">The first minute of each step, in order, and the first minute after the last step.</param>
    /// <param name="current">The minute of the request. A step that has not ended by then is partial.</param>
    public static Steps Of(IReadOnlyList<Minute> boundaries, Minute current) => new(boundaries, current);

    /// <summary>The minutes of each step, in order.</summary>
    public IEnumerable<MinuteRange> All => _starts.Select((start, index) => new MinuteRange(start, _boundaries[index + 1]));

    /// <summary>The first minute of the step that contains a minute.</summary>
    public Minute Of(Minute minute)
    {
        var index = Array.BinarySearch(_starts, minute);
        return _starts[index >= 0 ? index : ~index - 1];
    }

    /// <summary>Splits a range into the parts to read, none of which has a rollup with minutes of two steps.</summary>
    public IReadOnlyList<RangePart> Plan(MinuteRange range, DateTimeOffset now) => RangePlan.CutBySteps(range, _starts, now);

    /// <summary>Whether a step may lack orders: the range cuts it, or it has not ended yet.</summary>
    /// <param name="step">The minutes of the step.</param>
    /// <param name="range">The range of the series.</param>
    /// <param name="asOf">The time of the answer.</param>
    public static bool IsPartial(MinuteRange step, MinuteRange range, DateTimeOffset asOf) =>
        step.From < range.From || step.To > range.To || step.To.Start > asOf;

    /// <summary>First minute of the first step of a series that has not ended; null if all steps in the range have.</summary>
    internal Minute? FirstUnderWay(MinuteRange range) =>
        _current is not { } current || current >= range.To ? null : Of(current > range.From ? current : range.From);
}
