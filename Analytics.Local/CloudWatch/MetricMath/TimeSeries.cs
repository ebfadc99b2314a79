using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The values of a time series by period. Periods without a value are absent.</summary>
/// <param name="Label">The name in a legend.</param>
/// <param name="Period">Length of a period in seconds.</param>
/// <param name="Points">The values in order of time.</param>
/// <param name="Source">The metric that the series was read from; null for the result of an expression over several.</param>
internal sealed record TimeSeries(string Label, int Period, IReadOnlyList<Point> Points, SeriesSource? Source = null)
{
    /// <summary>Applies a function to each value. A result that is not finite, for instance of a division by zero, is dropped.</summary>
    public TimeSeries Map(Func<double, double> change) => With(Points.Select(point => point with { Value = change(point.Value) }));

    /// <summary>Replaces the points and keeps the label. Points that are not finite are dropped.</summary>
    public TimeSeries With(IEnumerable<Point> points) => this with { Points = Finite(points) };

    /// <summary>Returns a lookup of the value of a period; 0 for a period without one.</summary>
    public Func<long, double> ValueOrZero()
    {
        var values = Index();
        return second => values.GetValueOrDefault(second);
    }

    /// <summary>Returns the values by start of the period.</summary>
    public Dictionary<long, double> Index() => Points.ToDictionary(point => point.Second, point => point.Value);

    /// <summary>Combines two series. A period has a value if either series has one; the missing value of the other counts as 0.</summary>
    public TimeSeries Join(TimeSeries other, Func<double, double, double> combine)
    {
        var (mine, its) = (ValueOrZero(), other.ValueOrZero());
        var seconds = Points.Concat(other.Points).Select(point => point.Second).Distinct().Order();
        return With(seconds.Select(second => new Point(second, combine(mine(second), its(second))))) with
        {
            Period = Math.Max(Period, other.Period),
        };
    }

    /// <summary>Combines the values that the series have for a period into one. Periods without any value are absent.</summary>
    public static TimeSeries Combine(IReadOnlyList<TimeSeries> all, Func<IEnumerable<double>, double> combine)
    {
        var points = all
            .SelectMany(series => series.Points)
            .GroupBy(point => point.Second)
            .OrderBy(group => group.Key)
            .Select(group => new Point(group.Key, combine(group.Select(point => point.Value))));
        return new TimeSeries("", all.Count == 0 ? 60 : all.Max(series => series.Period), Finite(points));
    }

    private static List<Point> Finite(IEnumerable<Point> points) => [.. points.Where(point => double.IsFinite(point.Value))];
}

/// <summary>The origin of a series.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Statistic">The name of its statistic.</param>
internal sealed record SeriesSource(MetricId Metric, string Statistic);

/// <summary>The value of a series for one period.</summary>
/// <param name="Second">Start of the period, in seconds since 1970.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Point(long Second, double Value);
