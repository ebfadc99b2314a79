using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

public class AlarmReaderTests
{
    private const string Good = "Namespace: Shop, MetricName: Failed, Statistic: Sum, Period: 60, EvaluationPeriods: 5, Threshold: 1, "
        + "ComparisonOperator: GreaterThanThreshold, TreatMissingData: notBreaching";

    [Fact]
    public async Task The_products_own_alarms_watch_what_the_local_services_report()
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(("MetricNamespace", "Shop")), default);

        Assert.Equal(
            [
                "AlertsErrorsAlarm: Sum of AWS/Lambda Errors >= 1 for 3 of 5 periods of 1 min",
                "ApiErrorsAlarm: Sum of AWS/ApiGateway 5xx >= 1 for 3 of 5 periods of 1 min",
                "ApiLatencyAlarm: p99 of AWS/ApiGateway Latency > 3000 for 3 of 3 periods of 5 min",
                "CountingBehindAlarm: Maximum of AWS/Lambda IteratorAge > 600000 for 3 of 3 periods of 1 min",
                "CountingStoppedAlarm: IF(accepted > 0 AND (accepted * 0 + FILL(kinesis, 0) + FILL(table, 0) == 0 OR accepted * 0 + "
                    + "FILL(table, 0) + FILL(duplicates, 0) == 0), 1, 0) >= 1 for 2 of 2 periods of 5 min",
                "DriftAlarm: Sum of Shop/order-analytics Drift >= 1 for 1 of 1 periods of 5 min",
                "DriftNotCheckedAlarm: Sum of AWS/Lambda Errors >= 1 for 3 of 3 periods of 30 min",
                "FailedBatchesAlarm: Maximum of AWS/SQS ApproximateNumberOfMessagesVisible >= 1 for 1 of 1 periods of 5 min",
                "FewOrdersAlarm: FILL(placed, 0) less its usual value minus 3 standard deviations < 0 for 1 of 1 periods of 60 min",
                "FunctionErrorsAlarm: Sum of AWS/Lambda Errors >= 1 for 3 of 5 periods of 1 min",
                "KinesisFailuresAlarm: Sum of Shop/order-analytics KinesisFailures >= 1 for 5 of 5 periods of 1 min",
                "NotCommittedAlarm: Sum of Shop/order-analytics NotCommitted >= 1 for 3 of 5 periods of 1 min",
                "QuarantinedAlarm: Sum of Shop/order-analytics Quarantined >= 1 for 1 of 1 periods of 5 min",
                "ShopAlertAlarm: Maximum of Shop/order-analytics AlertsRinging >= 1 for 1 of 1 periods of 1 min",
                "TablesThrottledAlarm: FILL(ordersRead, 0) + FILL(ordersWritten, 0) + FILL(aggregatesRead, 0) + FILL(aggregatesWritten, 0)"
                    + " >= 1 for 3 of 5 periods of 1 min",
                "ThrottlesAlarm: FILL(orders, 0) + FILL(analytics, 0) + FILL(aggregates, 0) + FILL(alerts, 0) >= 1 "
                    + "for 3 of 5 periods of 1 min",
                "TooManyRequestsAlarm: Sum of Shop/order-analytics TooManyRequests >= 10 for 1 of 1 periods of 5 min",
                "TooOldAlarm: Sum of Shop/order-analytics TooOld >= 1 for 1 of 1 periods of 5 min",
            ],
            template.Evaluate().Alarms.Select(alarm => $"{alarm.Name}: {alarm}".Replace("order-analytics-", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Throttles_of_the_page_function_count_where_there_is_one()
    {
        var settings = Parsed.Settings(("Access", "Open"), ("Page", "on"));
        var template = await Template.LoadAsync(Parsed.OwnTemplate, settings, default);

        var alarm = template.Evaluate().Alarms.Single(one => one.Name.EndsWith("-ThrottlesAlarm", StringComparison.Ordinal));

        Assert.StartsWith(
            "FILL(orders, 0) + FILL(analytics, 0) + FILL(aggregates, 0) + FILL(alerts, 0) + FILL(page, 0) >= 1", $"{alarm}",
            StringComparison.Ordinal);
    }

    [Fact]
    public void All_evaluated_periods_must_breach_unless_DatapointsToAlarm_is_set() => Assert.Equal(5, Read(Good).DatapointsToAlarm);

    [Theory]
    [InlineData("GreaterThanThreshold")]
    [InlineData("GreaterThanOrEqualToThreshold")]
    [InlineData("LessThanThreshold")]
    [InlineData("LessThanOrEqualToThreshold")]
    public void Every_comparison_with_a_fixed_threshold_is_read(string comparison) => Assert.Equal(
        comparison, Read(Good.Replace("GreaterThanThreshold", comparison, StringComparison.Ordinal)).Comparison.ToString());

    /// <remarks>User guide, "Configuring how CloudWatch alarms treat missing data".</remarks>
    [Theory]
    [InlineData("Shop", ", TreatMissingData: missing", "Missing")]
    [InlineData("Shop", ", TreatMissingData: notBreaching", "NotBreaching")]
    [InlineData("Shop", ", TreatMissingData: breaching", "Breaching")]
    [InlineData("Shop", ", TreatMissingData: ignore", "Ignore")]
    [InlineData("Shop", "", "Missing")]
    [InlineData("AWS/DynamoDB", "", "Ignore")]
    public void Every_treatment_of_missing_data_is_read(string metricNamespace, string given, string treatment) => Assert.Equal(
        treatment,
        Read(Good
            .Replace("Namespace: Shop", $"Namespace: {metricNamespace}", StringComparison.Ordinal)
            .Replace(", TreatMissingData: notBreaching", given, StringComparison.Ordinal)).TreatMissingData.ToString());

    [Fact]
    public void Whom_to_tell_is_accepted_and_its_references_still_checked()
    {
        Assert.Equal(
            "woken", Read($"{Good}, AlarmName: woken, AlarmActions: [!Ref AWS::NoValue], OKActions: [a], ActionsEnabled: true").Name);
        Assert.Equal(
            ["t.yaml:1: A: Properties.AlarmActions[0]: There is no parameter and no resource Nobody."],
            Errors($"{Good}, AlarmActions: [!Ref Nobody]"));
    }

    [Fact]
    public void A_percentile_is_read() => Assert.Equal(
        "p99 of Shop Failed > 1 for 5 of 5 periods of 1 min",
        Read(Good.Replace("Statistic: Sum", "ExtendedStatistic: p99", StringComparison.Ordinal)).ToString());

    [Fact]
    public void An_expression_over_metrics_is_read()
    {
        var alarm = Read($"{Math("IF(a > 0 AND a * 0 + FILL(b, 0) == 0, 1, 0)")}, {Rest}");

        Assert.Equal("IF(a > 0 AND a * 0 + FILL(b, 0) == 0, 1, 0) >= 1 for 2 of 5 periods of 2 min", alarm.ToString());
    }

    [Fact]
    public void An_anomaly_detection_band_is_read() => Assert.Equal(
        "FILL(a, 0) less its usual value minus 2.5 standard deviations < 0 for 1 of 1 periods of 2 min",
        Read("Metrics: [" + Metric("a") + ", {Id: c, Expression: 'FILL(a, 0)'}, "
            + "{Id: band, Expression: 'ANOMALY_DETECTION_BAND(c, 2.5)'}], ThresholdMetricId: band, EvaluationPeriods: 1, "
            + "ComparisonOperator: LessThanLowerThreshold").ToString());

    [Theory]
    [InlineData("TreatMissingData: notBreaching", "TreatMissingData: good",
        "TreatMissingData: The local host knows missing, notBreaching, breaching, ignore, not 'good'.")]
    [InlineData("Statistic: Sum", "Statistic: Median",
        "Statistic: The local host knows SampleCount, Average, Sum, Minimum, Maximum, and percentiles p0 to p100 such as p99 or p99.9, "
            + "not 'Median'.")]
    [InlineData("Statistic: Sum", "ExtendedStatistic: tm99",
        "ExtendedStatistic: The local host knows SampleCount, Average, Sum, Minimum, Maximum, and percentiles p0 to p100 such as p99 or "
            + "p99.9, not 'tm99'.")]
    [InlineData("Statistic: Sum, ", "", "Statistic: It is missing.")]
    [InlineData(
        "GreaterThanThreshold",
        "LessThanLowerThreshold",
        "ComparisonOperator: The local host knows GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, "
            + "LessThanOrEqualToThreshold, "
            + "not 'LessThanLowerThreshold'.")]
    [InlineData("Period: 60", "Period: 10",
        "Period: The local host evaluates alarms every minute; the period must be a multiple of 60 seconds, not 10.")]
    [InlineData("Threshold: 1", "Threshold: much", "Threshold: It must be a number, not 'much'.")]
    [InlineData("Threshold: 1", "Threshold: 1, DatapointsToAlarm: 6", "DatapointsToAlarm: It must be a whole number from 1 to 5, not '6'.")]
    [InlineData("Threshold: 1", "Threshold: 1, Unit: Count", "Unit: The local host does not understand this property.")]
    public void What_is_not_understood_is_refused(string instead, string given, string errors) => Assert.Equal(
        errors.Split('|').Select(error => $"t.yaml:1: A: Properties.{error}"),
        Errors(Good.Replace(instead, given, StringComparison.Ordinal)));

    [Theory]
    [InlineData("a +", "Error in expression 'c': The expression ends too early.")]
    [InlineData("a + d", "Error in expression 'c': There is no query with the id 'd'.")]
    [InlineData("METRICS()", "Error in expression 'c': it yields several time series; an alarm compares one.")]
    [InlineData("NOSUCH(a)", "Error in expression 'c': The function NOSUCH is not supported; supported are *")]
    public void An_expression_that_could_not_be_evaluated_is_refused(string expression, string error) => Assert.Matches(
        "^" + System.Text.RegularExpressions.Regex.Escape($"t.yaml:1: A: Properties.Metrics: {error}").Replace(@"\*", ".*") + "$",
        Assert.Single(Errors($"{Math(expression)}, {Rest}")));

    [Theory]
    [InlineData("ReturnData: false", "ReturnData: true",
        "Metrics: Exactly one query has ReturnData true: what is compared, beside the band that it is compared with.")]
    [InlineData("Id: b", "Id: a", "Metrics: Each query needs an id of its own.")]
    [InlineData("Period: 120, Stat: Sum}, Id: a", "Period: 60, Stat: Sum}, Id: a",
        "Metrics: All metrics of an alarm must have the same period.")]
    [InlineData("Id: c, Expression: 'a + b'", "Id: c", "Metrics[2].Id: A query has either MetricStat or Expression.")]
    [InlineData("MetricName: Failed", "Name: Failed",
        "Metrics[0].MetricStat.Metric.MetricName: It is missing.|Metrics[0].MetricStat.Metric.Name: The local host does not understand "
            + "this property.")]
    public void Queries_that_do_not_fit_together_are_refused(string instead, string given, string errors)
    {
        var text = $"{Math("a + b")}, {Rest}";
        var at = text.IndexOf(instead, StringComparison.Ordinal);
        var broken = text[..at] + given + text[(at + instead.Length)..];

        Assert.All(errors.Split('|'), error => Assert.Contains($"t.yaml:1: A: Properties.{error}", Errors(broken)));
    }

    [Fact]
    public void A_threshold_that_is_no_band_is_refused() => Assert.Contains(
        "t.yaml:1: A: Properties.ThresholdMetricId: It must be the id of an expression ANOMALY_DETECTION_BAND(id, number), not 'c'.",
        Errors($"{Math("a + b")}, ThresholdMetricId: c, EvaluationPeriods: 1, ComparisonOperator: LessThanLowerThreshold"));

    private const string Rest =
        "EvaluationPeriods: 5, DatapointsToAlarm: 2, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold";

    private static string Metric(string id) =>
        $"{{MetricStat: {{Metric: {{Namespace: Shop, MetricName: Failed}}, Period: 120, Stat: Sum}}, Id: {id}, ReturnData: false}}";

    private static string Math(string expression) =>
        $"Metrics: [{Metric("a")}, {Metric("b")}, {{Id: c, Expression: '{expression}'}}]";

    private static AlarmDefinition Read(string properties) => Assert.Single(Parsed.Stack(Text(properties)).Alarms);

    private static string[] Errors(string properties) => Parsed.Errors(Text(properties));

    private static string Text(string properties) => $"Resources: {{A: {{Type: AWS::CloudWatch::Alarm, Properties: {{{properties}}}}}}}";
}
