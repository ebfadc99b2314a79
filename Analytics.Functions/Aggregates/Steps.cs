using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The steps of a series.</summary>
/// <param name="boundaries">The first minute of each step, in order, and the first minute after the last step.</param>
/// <param name="current">The minute of the request. A step that has not ended by then is partial.</param>
internal sealed class Steps(IReadOnlyList<Minute> boundaries, Minute current)
{
    /// <summary>The minutes of each step, in order.</summary>
    public IEnumerable<MinuteRange> All => boundaries.Zip(boundaries.Skip(1), (from, to) => new MinuteRange(from, to));

    /// <summary>Whether a step may lack orders: the range cuts it, or it has not ended yet.</summary>
    /// <param name="step">The minutes of the step.</param>
    /// <param name="range">The range of the series.</param>
    /// <param name="asOf">The time of the answer.</param>
    public static bool IsPartial(MinuteRange step, MinuteRange range, DateTimeOffset asOf) =>
        step.From < range.From || step.To > range.To || step.To.Start > asOf;

    /// <summary>First minute of the first step that has not ended; null if all steps in the range have.</summary>
    public Minute? FirstUnderWay(MinuteRange range) =>
        current >= range.To ? null : All.First(step => step.To > current && step.To > range.From).From;
}
