using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch.Alarms;

public sealed class AlarmBoardTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly AlarmDefinition ThreeOfFive = new()
    {
        Name = "errors",
        Input = new AlarmInput.OfMetric(
            new MetricId("AWS/Lambda", "Errors", [new Dimension("FunctionName", "f")]), Statistic.Parse("Sum")!),
        Period = TimeSpan.FromMinutes(1),
        EvaluationPeriods = 5,
        DatapointsToAlarm = 3,
        Threshold = 1,
        Comparison = AlarmComparison.GreaterThanOrEqualToThreshold,
        TreatMissingData = TreatMissingData.NotBreaching,
    };

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly MetricStore _metrics;

    public AlarmBoardTests() => _metrics = new MetricStore(_clock, new MetricStoreOptions());

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void An_alarm_is_raised_when_enough_recent_periods_breach_and_only_changes_of_state_are_logged()
    {
        // minute     0   1   2   3   4   5   6   7   8   9
        // errors     2   -   1   -   4   -   -   -   -   -
        Put(0, 2);
        Put(2, 1);
        Put(4, 4);
        var board = new AlarmBoard([ThreeOfFive], _metrics);

        var said = Enumerable.Range(1, 10).SelectMany(
            minute => board.Evaluate(Noon.AddMinutes(minute).AddSeconds(5)).Select(line => $"{minute}: {line}"));

        Assert.Equal(
            [
                "5: errors is in ALARM: Sum of AWS/Lambda Errors >= 1 for 3 of 5 periods of 1 min; it was 2, nothing, 1, nothing, 4",
                "8: errors is OK again: Sum of AWS/Lambda Errors >= 1 for 3 of 5 periods of 1 min; it was 1, nothing, 4, nothing, "
                    + "nothing, nothing",
            ],
            said);
    }

    [Fact]
    public void A_period_of_several_minutes_ends_with_the_latest_minute_and_not_with_the_clock()
    {
        Put(3, 1);
        Put(6, 1);
        var board = new AlarmBoard(
            [ThreeOfFive with { Period = TimeSpan.FromMinutes(5), EvaluationPeriods = 1, DatapointsToAlarm = 1, Threshold = 2 }], _metrics);

        Assert.Empty(board.Evaluate(Noon.AddMinutes(6)));
        Assert.Contains("ALARM", Assert.Single(board.Evaluate(Noon.AddMinutes(8))), StringComparison.Ordinal);
        Assert.Contains("OK again", Assert.Single(board.Evaluate(Noon.AddMinutes(9))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_minute_under_way_does_not_count_yet()
    {
        Put(0, 1);
        var board = new AlarmBoard([ThreeOfFive with { EvaluationPeriods = 1, DatapointsToAlarm = 1 }], _metrics);

        Assert.Empty(board.Evaluate(Noon.AddSeconds(59)));
        Assert.Single(board.Evaluate(Noon.AddSeconds(60)));
    }

    [Fact]
    public void An_alarm_for_silence_is_raised_and_ends()
    {
        // minute  0  1  2  3  4  5  6  7
        // orders  5  4  -  -  -  -  -  6
        Put(0, 5);
        Put(1, 4);
        Put(7, 6);
        var silence = ThreeOfFive with
        {
            Name = "silence", EvaluationPeriods = 2, DatapointsToAlarm = 2, Comparison = AlarmComparison.LessThanThreshold,
            TreatMissingData = TreatMissingData.Breaching,
        };
        var board = new AlarmBoard([silence], _metrics);

        var said = Enumerable.Range(2, 7).SelectMany(
            minute => board.Evaluate(Noon.AddMinutes(minute).AddSeconds(5)).Select(line => $"{minute}: {line}"));

        Assert.Equal(
            [
                "6: silence is in ALARM: Sum of AWS/Lambda Errors < 1 for 2 of 2 periods of 1 min; it was nothing",
                "8: silence is OK again: Sum of AWS/Lambda Errors < 1 for 2 of 2 periods of 1 min; it was 6",
            ],
            said);
    }

    [Fact]
    public void The_lack_of_data_is_a_state_of_its_own()
    {
        Put(3, 0);
        var board = new AlarmBoard(
            [ThreeOfFive with { EvaluationPeriods = 1, DatapointsToAlarm = 1, TreatMissingData = TreatMissingData.Missing }], _metrics);

        Assert.Empty(board.Evaluate(Noon.AddMinutes(3)));
        Assert.StartsWith("errors is OK:", Assert.Single(board.Evaluate(Noon.AddMinutes(4))), StringComparison.Ordinal);
        Assert.Empty(board.Evaluate(Noon.AddMinutes(6)));
        Assert.StartsWith("errors has INSUFFICIENT_DATA:", Assert.Single(board.Evaluate(Noon.AddMinutes(7))), StringComparison.Ordinal);
    }

    private void Put(int minute, double value) => _metrics.Put(
        "AWS/Lambda",
        new MetricDatum
        {
            Name = "Errors",
            Unit = MetricUnits.Count,
            Dimensions = [new Dimension("FunctionName", "f")],
            Timestamp = Noon.AddMinutes(minute).AddSeconds(30),
            StorageResolution = 1,
            Values = [new ValueCount(value, 1)],
        });
}
