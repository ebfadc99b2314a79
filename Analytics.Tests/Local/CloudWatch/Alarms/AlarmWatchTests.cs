using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch.Alarms;

public class AlarmWatchTests
{
    [Fact]
    public async Task It_looks_a_little_after_each_whole_minute()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 20, TimeSpan.Zero));
        using var metrics = new MetricStore(clock, new MetricStoreOptions());
        metrics.Put("Shop", new MetricDatum { Name = "Quarantined", Timestamp = clock.GetUtcNow(), Values = [new ValueCount(1, 1)] });
        var alarm = new AlarmDefinition
        {
            Name = "quarantined",
            Input = new AlarmInput.OfMetric(
                new MetricId("Shop", "Quarantined", []), Statistic.Parse("Sum")!),
            Period = TimeSpan.FromMinutes(1),
            EvaluationPeriods = 1,
            DatapointsToAlarm = 1,
            Threshold = 1,
            Comparison = AlarmComparison.GreaterThanOrEqualToThreshold,
        };
        var log = new RecordingLog();

        await using var watch = new AlarmWatch(new AlarmBoard([alarm], metrics), log, clock);
        clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Empty(log.Lines);

        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => log.Lines.Any(), "the alarm in the log");
        Assert.StartsWith("quarantined is in ALARM", log.Lines.Single().Line, StringComparison.Ordinal);
    }
}
