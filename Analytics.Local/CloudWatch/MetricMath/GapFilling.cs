namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The function FILL: gives a value to the periods that have none.</summary>
internal static class GapFilling
{
    /// <summary>Fills every gap with one value.</summary>
    public static TimeSeries Constant(TimeSeries series, MathRange range, double value)
    {
        var points = series.Index();
        return series.With(range.Periods(series.Period).Select(second => new Point(second, points.GetValueOrDefault(second, value))));
    }

    /// <summary>Fills gaps from another series, where that has a value.</summary>
    public static TimeSeries From(TimeSeries series, TimeSeries other)
    {
        var points = series.Index();
        return series.With(series.Points
            .Concat(other.Points.Where(point => !points.ContainsKey(point.Second)))
            .OrderBy(point => point.Second));
    }

    /// <summary>REPEAT: repeats the most recent value before the gap. A gap at the start stays.</summary>
    public static TimeSeries Repeat(TimeSeries series, MathRange range)
    {
        var points = series.Index();
        var last = double.NaN;
        return series.With([.. range.Periods(series.Period)
            .Select(second => new Point(second, last = points.GetValueOrDefault(second, last)))]);
    }

    /// <summary>LINEAR: interpolates between the values at both ends of the gap. Gaps at the start and at the end stay.</summary>
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
