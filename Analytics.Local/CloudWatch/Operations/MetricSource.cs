using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>A metric, a statistic and a period, which together identify a series to read.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="Period">Length of a period in seconds.</param>
/// <param name="Unit">Restricts the series to measurements in this unit; null for all units.</param>
internal sealed record MetricSource(MetricId Metric, Statistic Statistic, int Period, string? Unit)
{
    /// <summary>Reads the series; its label is the metric's name.</summary>
    public TimeSeries Read(MetricStore metrics, MathRange range)
    {
        var grid = range.GridOf(Period);
        if (range.Alignment == PeriodAlignment.WholeRange)
        {
            var whole = metrics.ReadWhole(Metric, Unit, range.Start, range.End, Statistic.NeedsValues);
            return Series(grid.Length, Statistic.Of(whole) is { } total ? [new Point(grid.Start, total)] : []);
        }

        var points = new List<Point>();
        foreach (var (second, data) in metrics.Read(Metric, Unit, grid, Statistic.NeedsValues))
        {
            if (Statistic.Of(data) is { } value)
            {
                points.Add(new Point(second, value));
            }
        }

        return Series(Period, points);
    }

    private TimeSeries Series(int period, IReadOnlyList<Point> points) =>
        new(Metric.Name, period, points, new SeriesSource(Metric, Statistic.Name));
}
