using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The stretch of time that a request asks for.</summary>
/// <param name="Start">Inclusive; the period that contains it is the first.</param>
/// <param name="End">Exclusive; the last period is the last that begins before it.</param>
internal readonly record struct MathRange(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether all of it is one period, from the start on, whatever periods the queries name: a total over the time shown.</summary>
    public bool IsOnePeriod { get; init; }

    /// <summary>Periods that a gap filler may yield at the most: as many data points as one request may ask for.</summary>
    private const long MaxPeriods = 100_800;

    /// <summary>The starts of all periods in the range, ascending.</summary>
    /// <exception cref="MathError">They are too many.</exception>
    public IEnumerable<long> Periods(int period)
    {
        if (IsOnePeriod)
        {
            yield return Start.ToUnixTimeSeconds();
            yield break;
        }

        var first = Tier.Floor(Start.ToUnixTimeSeconds(), period);
        var end = (long)Math.Ceiling(End.ToUnixTimeMilliseconds() / 1000.0);
        if ((end - first) / period > MaxPeriods)
        {
            throw new MathError($"FILL would yield more than {MaxPeriods} data points; choose a longer period or a shorter time.");
        }

        for (var second = first; second < end; second += period)
        {
            yield return second;
        }
    }
}
