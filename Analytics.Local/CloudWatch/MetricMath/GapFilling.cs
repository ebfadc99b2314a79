namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The function FILL: supplies values for the periods without one.</summary>
internal static class GapFilling
{
    /// <summary>Fills all gaps with the same value.</summary>
    public static TimeSeries Constant(TimeSeries series, MathRange range, double value)
    {
        var points = series.Index();
        return series.With(range.Periods(series.Period).Select(second => new Point(second, points.GetValueOrDefault(second, value))));
    }

    /// <summary>Fills gaps with the values of another series, where it has any.</summary>
    public static TimeSeries From(TimeSeries series, TimeSeries other)
    {
        var points = series.Index();
        return series.With(series.Points
            .Concat(other.Points.Where(point => !points.ContainsKey(point.Second)))
            .OrderBy(point => point.Second));
    }

    /// <summary>REPEAT: fills a gap with the last value before it. A gap at the start is not filled.</summary>
    public static TimeSeries Repeat(TimeSeries series, MathRange range)
    {
        var points = series.Index();
        var last = double.NaN;
        return series.With([.. range.Periods(series.Period)
            .Select(second => new Point(second, last = points.GetValueOrDefault(second, last)))]);
    }

    /// <summary>LINEAR: interpolates between the values before and after a gap. Gaps at the start and at the end are not filled.</summary>
    public static TimeSeries Linear(TimeSeries series, MathRange range)
    {
        var points = series.Points;
        var next = 0;
        return series.With([.. range.Periods(series.Period).Select(second =>
        {
            while (next < points.Count && points[next].Second < second)
            {
                next++;
            }

            return next == points.Count
                ? new Point(second, double.NaN)
                : new Point(second, ValueAt(second, next == 0 ? null : points[next - 1], points[next]));
        })]);
    }

    private static double ValueAt(long second, Point? before, Point after)
    {
        if (after.Second == second)
        {
            return after.Value;
        }

        return before is { } start
            ? start.Value + (after.Value - start.Value) * (second - start.Second) / (after.Second - start.Second)
            : double.NaN;
    }
}
