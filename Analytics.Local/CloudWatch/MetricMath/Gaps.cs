namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Gives a value to the periods that have none.</summary>
internal static class Gaps
{
    public static TimeSeries Fill(TimeSeries series, MathRange range, double value)
    {
        var points = Index(series);
        return series.With(range.Periods(series.Period)
            .Select(second => new Point(second, points.GetValueOrDefault(second, value))));
    }

    /// <summary>Takes what is absent from another series, where that has it.</summary>
    public static TimeSeries Fill(TimeSeries series, TimeSeries other)
    {
        var points = Index(series);
        return series.With(series.Points
            .Concat(other.Points.Where(point => !points.ContainsKey(point.Second)))
            .OrderBy(point => point.Second));
    }

    /// <summary>Repeats the last value before the gap; before the first value there is nothing to repeat.</summary>
    public static TimeSeries Repeat(TimeSeries series, MathRange range)
    {
        var points = Index(series);
        var last = double.NaN;
        return series.With([.. range.Periods(series.Period)
            .Select(second => new Point(second, last = points.GetValueOrDefault(second, last)))]);
    }

    private static Dictionary<long, double> Index(TimeSeries series) =>
        series.Points.ToDictionary(point => point.Second, point => point.Value);
}
