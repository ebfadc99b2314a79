using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>A value at some of the periods of a stretch of time.</summary>
/// <param name="Label">How it is called in a legend.</param>
/// <param name="Period">Length of the periods in seconds.</param>
/// <param name="Points">Value by start of the period (seconds since 1970), in order of time. Periods without a value are absent.</param>
/// <param name="Metric">The metric that it was read from; null for the result of an expression.</param>
internal sealed record TimeSeries(string Label, int Period, IReadOnlyList<Point> Points, MetricId? Metric = null)
{
    /// <summary>The same periods with other values. A value that is not finite, as after a division by zero, is absent.</summary>
    public TimeSeries Map(Func<double, double> change) => With(Points.Select(point => point with { Value = change(point.Value) }));

    /// <summary>Other points under the same label. Points that are not finite are left out.</summary>
    public TimeSeries With(IEnumerable<Point> points) => this with { Points = Finite(points) };

    /// <summary>One value for each period in which both series have one.</summary>
    public TimeSeries Join(TimeSeries other, Func<double, double, double> combine)
    {
        var values = other.Points.ToDictionary(point => point.Second, point => point.Value);
        return With(
            from point in Points
            where values.ContainsKey(point.Second)
            select new Point(point.Second, combine(point.Value, values[point.Second])))
            with
        { Period = Math.Max(Period, other.Period) };
    }

    /// <summary>One value for each period in which any of the series has one.</summary>
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

/// <summary>A value of a period.</summary>
/// <param name="Second">Start of the period, in seconds since 1970.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Point(long Second, double Value);
