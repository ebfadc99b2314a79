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
                "order-analytics-QuarantinedAlarm: Shop Quarantined {}: Sum of Shop Quarantined >= 1 for 1 of 1 periods of 5 min",
                "order-analytics-TooOldAlarm: Shop TooOld {}: Sum of Shop TooOld >= 1 for 1 of 1 periods of 5 min",
                "order-analytics-FailedBatchesAlarm: AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=order-analytics-FailedBatches}: "
                    + "Maximum of AWS/SQS ApproximateNumberOfMessagesVisible >= 1 for 1 of 1 periods of 5 min",
                "order-analytics-CountingBehindAlarm: AWS/Lambda IteratorAge {FunctionName=order-analytics-AnalyticsFunction}: "
                    + "Maximum of AWS/Lambda IteratorAge > 600000 for 3 of 3 periods of 1 min",
                "order-analytics-FunctionErrorsAlarm: AWS/Lambda Errors {FunctionName=order-analytics-AnalyticsFunction}: "
                    + "Sum of AWS/Lambda Errors >= 1 for 3 of 5 periods of 1 min",
                "order-analytics-ApiErrorsAlarm: AWS/ApiGateway 5xx {ApiId=httpapi}: Sum of AWS/ApiGateway 5xx >= 1 for 3 of 5 periods "
                    + "of 1 min",
            ],
            template.Evaluate().Alarms.Select(alarm => $"{alarm.Name}: {alarm.Metric}: {alarm}"));
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

    [Theory]
    [InlineData("TreatMissingData: notBreaching", "TreatMissingData: good",
        "TreatMissingData: The local host knows missing, notBreaching, breaching, ignore, not 'good'.")]
    [InlineData("Statistic: Sum", "ExtendedStatistic: p99",
        "Statistic: It is missing.|ExtendedStatistic: The local host does not understand this property.")]
    [InlineData("Statistic: Sum", "Statistic: Median",
        "Statistic: The local host knows SampleCount, Average, Sum, Minimum, Maximum, not 'Median'.")]
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
    [InlineData("Threshold: 1", "Threshold: 1, Metrics: []", "Metrics: The local host does not understand this property.")]
    public void What_is_not_understood_is_refused(string instead, string given, string errors) => Assert.Equal(
        errors.Split('|').Select(error => $"t.yaml:1: A: Properties.{error}"),
        Errors(Good.Replace(instead, given, StringComparison.Ordinal)));

    private static AlarmDefinition Read(string properties) => Assert.Single(Parsed.Stack(Text(properties)).Alarms);

    private static string[] Errors(string properties) => Parsed.Errors(Text(properties));

    private static string Text(string properties) => $"Resources: {{A: {{Type: AWS::CloudWatch::Alarm, Properties: {{{properties}}}}}}}";
}
