using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch.Alarms;

/// <summary>The tables of the CloudWatch user guide, "How alarm state is evaluated when data is missing".</summary>
/// <remarks>
/// 0 is a data point within the threshold, X a breaching one, - a missing one; the most recent is on the right. "kept" is the state before.
/// </remarks>
public class AlarmEvaluationTests
{
    [Theory]
    [InlineData("0 - X - X", "OK", "OK", "OK", "OK")]
    [InlineData("0 - - - -", "OK", "OK", "OK", "OK")]
    [InlineData("- - - - -", "INSUFFICIENT_DATA", "kept", "ALARM", "OK")]
    [InlineData("0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("- - X - -", "ALARM", "kept", "ALARM", "OK")]
    // "Avoiding premature transitions to alarm state"
    [InlineData("- - - - X", "kept", "kept", "ALARM", "OK")]
    [InlineData("- - - X -", "kept", "kept", "ALARM", "OK")]
    [InlineData("- - - X 0", "OK", "OK", "OK", "OK")]
    [InlineData("- - X - 0", "OK", "OK", "OK", "OK")]
    // The most recent data points are evaluated first.
    [InlineData("X X 0 0 0", "OK", "OK", "OK", "OK")]
    [InlineData("0 0 X X X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("X X X - -", "ALARM", "ALARM", "ALARM", "ALARM")]
    public void Three_of_three(string data, string missing, string ignore, string breaching, string notBreaching) =>
        Holds(3, data, missing, ignore, breaching, notBreaching);

    [Theory]
    [InlineData("0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("0 - X - -", "OK", "OK", "ALARM", "OK")]
    [InlineData("- - - - 0", "OK", "OK", "ALARM", "OK")]
    [InlineData("- - - X -", "ALARM", "kept", "ALARM", "OK")]
    [InlineData("- - - - X", "kept", "kept", "ALARM", "OK")]
    public void Two_of_three(string data, string missing, string ignore, string breaching, string notBreaching) =>
        Holds(2, data, missing, ignore, breaching, notBreaching);

    /// <remarks>API reference, PutMetricAlarm, ComparisonOperator: the statistic is the first operand.</remarks>
    [Theory]
    [InlineData("GreaterThanThreshold", false, false, true)]
    [InlineData("GreaterThanOrEqualToThreshold", false, true, true)]
    [InlineData("LessThanThreshold", true, false, false)]
    [InlineData("LessThanOrEqualToThreshold", true, true, false)]
    public void Comparisons(string comparison, bool below, bool at, bool above)
    {
        var alarm = Alarm(1) with { Comparison = Enum.Parse<AlarmComparison>(comparison), Threshold = -1.5 };
        Assert.Equal((below, at, above), (alarm.IsBreachedBy(-2), alarm.IsBreachedBy(-1.5), alarm.IsBreachedBy(-1)));
    }

    private static void Holds(int toAlarm, string data, string missing, string ignore, string breaching, string notBreaching)
    {
        var values = data.Split(' ').Select(point => point switch { "X" => 1.0, "0" => 0.0, _ => (double?)null }).ToList();
        (TreatMissingData Treatment, string State)[] expected =
        [
            (TreatMissingData.Missing, missing),
            (TreatMissingData.Ignore, ignore),
            (TreatMissingData.Breaching, breaching),
            (TreatMissingData.NotBreaching, notBreaching),
        ];
        Assert.All(expected, row => Assert.All(Enum.GetValues<AlarmState>(), current => Assert.Equal(
            row.State switch
            {
                "OK" => AlarmState.Ok,
                "ALARM" => AlarmState.Alarm,
                "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
                _ => current,
            },
            AlarmEvaluation.Evaluate(Alarm(toAlarm) with { TreatMissingData = row.Treatment }, values, current))));
    }

    private static AlarmDefinition Alarm(int toAlarm) => new()
    {
        Name = "a",
        Input = new AlarmInput.OfMetric(
            new MetricId("Shop", "Orders", []), Statistic.Parse("Sum")!),
        Period = TimeSpan.FromMinutes(5),
        EvaluationPeriods = 3,
        DatapointsToAlarm = toAlarm,
        Threshold = 1,
        Comparison = AlarmComparison.GreaterThanOrEqualToThreshold,
    };
}
