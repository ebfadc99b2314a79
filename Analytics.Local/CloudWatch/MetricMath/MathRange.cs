using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The time range of a request.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Now">The time of the request. Ages, and relative times in labels, refer to it.</param>
internal readonly record struct MathRange(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Now)
{
    /// <summary>Maximum number of periods that FILL may return: the maximum number of data points that one request may ask for.</summary>
    private const long MaxPeriods = 100_800;

    /// <summary>Where periods begin. Default: at the start time.</summary>
    public PeriodAlignment Alignment { get; init; }

    /// <summary>Returns the periods of the given length in seconds.</summary>
    public PeriodGrid GridOf(int period) => Alignment switch
    {
        PeriodAlignment.WholeRange => PeriodGrid.Whole(Start, End),
        PeriodAlignment.Clock => PeriodGrid.OnClock(Start, End, period),
        _ => PeriodGrid.FromStartTime(Start, End, period, Now),
    };

    /// <summary>Returns the starts of all periods of the given length, ascending.</summary>
    /// <exception cref="MathError">There are too many periods.</exception>
    public IEnumerable<long> Periods(int period)
    {
        var grid = GridOf(period);
        return grid.Count <= MaxPeriods
            ? grid.Starts()
            : throw new MathError(
                $"The result would have more than {MaxPeriods} data points; choose a longer period or a shorter time range.");
    }
}
