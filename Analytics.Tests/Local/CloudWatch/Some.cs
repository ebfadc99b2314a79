using Analytics.Local.CloudWatch.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>Fills in what a test does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Noon);

    public static DateTimeOffset At(double seconds) => Noon.AddSeconds(seconds);

    public static MetricDatum Datum(string name = "Orders", double at = 0, double value = 1, int resolution = 60, string unit = "Count") =>
        new() { Name = name, Timestamp = At(at), Values = [new ValueCount(value)], StorageResolution = resolution, Unit = unit };

    public static MetricId Metric(string name = "Orders", params Dimension[] dimensions) => new("Shop", name, dimensions);

    public static (double At, double Value)[] Sums(
        this MetricStore store, int period, double from, double to, string name = "Orders", string? unit = null) =>
        [.. store.Read(Metric(name), unit, PeriodGrid.OnClock(At(from), At(to), period), withValues: false)
            .Select(point => (point.Key - (double)Noon.ToUnixTimeSeconds(), point.Value.Sum))];
}
