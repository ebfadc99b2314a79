using Analytics.Core.Orders;
using Analytics.Functions.Metrics;
using Analytics.Functions.Runtime;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Metering;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>
/// What those who operate a stack rest on: alarms, logs, names and the limits of parameters. Each test also breaks its property and sees
/// that it is found.
/// </summary>
public class OperatingTests
{
    private const string Namespace = "OrderAnalytics/order-analytics";

    [Theory]
    [InlineData("MetricName: KinesisFailures", "MetricName: KinesisErrors")]
    [InlineData("MetricName: Drift\n", "MetricName: Drifts\n")]
    [InlineData("Value: table-stream", "Value: dynamodb")]
    [InlineData("MetricName: Throttles", "MetricName: Throttled")]
    [InlineData("Namespace: !Sub \"${MetricNamespace}/${AWS::StackName}\"\n      MetricName: Drift\n",
        "Namespace: !Ref MetricNamespace\n      MetricName: Drift\n")]
    [InlineData("Name: ApiId", "Name: Api")]
    [InlineData("        - MetricName: TooManyRequests\n", "        - MetricName: Throttled\n")]
    public void Alarms_watch_metrics_that_something_emits(string part, string broken) => OwnTemplate.Keeps(
        template => template.Stack().Alarms.SelectMany(alarm => MetricsOf(alarm.Input)
            .Where(metric => !IsEmitted(metric) && !IsOfAFilter(template, metric))
            .Select(metric => $"{alarm.Name}: {metric}")), part, broken);

    // Another topic gets the shop's own alerts, which are not for those who operate the stack.
    [Theory]
    [InlineData("      AlarmActions:\n        - !If [HasAlarmTopic, !Ref AlarmTopicArn, !Ref AWS::NoValue]\n", "      AlarmActions:\n")]
    [InlineData("        - !If [HasAlarmEmail, !Ref AlarmTopic, !Ref AWS::NoValue]\n", "")]
    [InlineData("so nothing looks for drift. Its log says why.", "so nothing looks for drift.")]
    [InlineData("TreatMissingData: notBreaching", "TreatMissingData: missing")]
    public void Alarms_notify_both_topics_say_what_to_do_and_are_quiet_without_data(string part, string broken) => OwnTemplate.Keeps(
        template => template.OfType("AWS::CloudWatch::Alarm").Where(alarm =>
                (alarm.Properties.Find("AlarmActions")?.Value as TemplateNode.Sequence)?.Items.Count
                    != (alarm.Name == "ShopAlertAlarm" ? 1 : 2)
                || OwnTemplate.Scalar(alarm.Properties, "TreatMissingData") != "notBreaching"
                || !Advice.Any(word => OwnTemplate.Scalar(alarm.Properties, "AlarmDescription").Contains(word, StringComparison.Ordinal)))
            .Select(alarm => alarm.Name), part, broken);

    [Theory]
    [InlineData("      LoggingConfig:\n        LogGroup: !Ref DriftLogs\n", "")]
    [InlineData("      RetentionInDays: !Ref LogRetentionDays\n", "")]
    public void Every_function_writes_to_a_log_group_with_a_retention(string part, string broken) => OwnTemplate.Keeps(
        template =>
        {
            var groups = template.OfType("AWS::Logs::LogGroup").Where(group => group.Properties.Find("RetentionInDays") is not null)
                .Select(group => $"!Ref {group.Name}").ToHashSet();
            return template.OfType("AWS::Serverless::Function").Where(function =>
                    function.Properties.Find("LoggingConfig")?.Value is not TemplateNode.Mapping logging
                    || !groups.Contains(OwnTemplate.Scalar(logging, "LogGroup")))
                .Select(function => function.Name);
        }, part, broken);

    // What is told apart by its namespace: the functions' metrics and the alarms (see above).
    [Theory]
    [InlineData("METRIC_NAMESPACE: !Sub \"${MetricNamespace}/${AWS::StackName}\"", "METRIC_NAMESPACE: !Ref MetricNamespace")]
    public void Two_stacks_never_share_a_namespace(string part, string broken) => OwnTemplate.Keeps(
        template => template.Text.Split('\n').Where(line => line.Contains("!Ref MetricNamespace", StringComparison.Ordinal))
            .Concat(template.Stack().Functions.Where(function => function.Environment["METRIC_NAMESPACE"] != Namespace)
                .Select(function => function.LogicalId)), part, broken);

    // Lambda treats a line without a level as one of INFO, and the lines that metrics are made of have none.
    [Theory]
    [InlineData("AllowedValues: [TRACE, DEBUG, INFO]", "AllowedValues: [TRACE, DEBUG, INFO, WARN]")]
    public void No_level_drops_the_lines_of_metrics(string part, string broken) => OwnTemplate.Keeps(
        template => new[] { "WARN", "ERROR", "FATAL" }.Where(level => Accepts(template, "LogLevel", level)), part, broken);

    [Theory]
    [InlineData("AllowedValues: [1, 2, 4, 8, 16, 32, 64, 128, 256]", "AllowedValues: [1, 2, 3, 4, 8, 16, 32, 64, 128, 256]")]
    [InlineData("AllowedValues: [1, 2, 4, 8, 16, 32, 64, 128, 256]", "AllowedValues: [1, 2, 4, 8, 16, 32, 64, 128]")]
    [InlineData("AllowedValues: [1, 2, 4, 8, 16, 32, 64, 128, 256]", "AllowedValues: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]")]
    public void Lanes_and_shards_are_the_powers_of_two_that_the_code_knows(string part, string broken) => OwnTemplate.Keeps(
        template => Numbers.SelectMany(number => new[] { "Lanes", "StreamShards" }.Where(
            name => Accepts(template, name, $"{number}") != Lanes.IsCount(number)).Select(name => $"{name}: {number}")), part, broken);

    [Theory]
    [InlineData("){0,29})?$\"", "){0,30})?$\"")]
    [InlineData("([a-z][a-zA-Z0-9]{0,31}(,[a-z][a-zA-Z0-9]{0,31})?)?$\"", "([a-z][a-zA-Z0-9]{0,31}(,[a-z][a-zA-Z0-9]{0,31}){0,2})?$\"")]
    [InlineData("([a-z][a-zA-Z0-9]{0,31}(,[a-z][a-zA-Z0-9]{0,31})?)?$\"", "([a-zA-Z][a-zA-Z0-9]{0,31}(,[a-z][a-zA-Z0-9]{0,31})?)?$\"")]
    [InlineData("[A-Za-z][A-Za-z0-9_./#-]{0,119}", "[A-Za-z][A-Za-z0-9_./# -]{0,119}")]
    [InlineData("^(?!AWS/)[A-Z", "^[A-Z")]
    public void A_value_that_a_parameter_accepts_the_functions_accept(string part, string broken) => OwnTemplate.Keeps(
        template => new[]
        {
            ("MetricItems", string.Join(',', Enumerable.Range(0, 30).Select(number => $"sku-{number}"))),
            ("MetricItems", string.Join(',', Enumerable.Range(0, 31).Select(number => $"sku-{number}"))),
            ("MetricItems", ":tea"), ("MetricItems", "a/b;c"), ("MetricItems", ""), ("Dimensions", "store,till"), ("Dimensions", "a,b,c"),
            ("Dimensions", "Store"), ("Dimensions", ""), ("MetricNamespace", "Shop.One/a#b-c_d"), ("MetricNamespace", "Shop One"),
            ("MetricNamespace", "AWS/Shop"), ("Lanes", "256"),
        }.Where(one => Accepts(template, one.Item1, one.Item2) && !IsRead(template, one.Item1, one.Item2))
            .Select(one => $"{one.Item1}: {one.Item2}"), part, broken);

    [Theory]
    [InlineData("DriftCheckRate", "rate(1 minute)", true)]
    [InlineData("DriftCheckRate", "rate(5 minutes)", true)]
    [InlineData("DriftCheckRate", "rate(30 minutes)", true)]
    [InlineData("DriftCheckRate", "rate(31 minutes)", false)]
    [InlineData("DriftCheckRate", "rate(12 hours)", false)]
    [InlineData("DriftCheckRate", "rate(1 minutes)", false)]
    [InlineData("DriftCheckRate", "rate(0 minutes)", false)]
    [InlineData("DriftCheckRate", "cron(0 3 * * ? *)", false)]
    [InlineData("AlarmEmail", "shop@example.com", true)]
    [InlineData("AlarmEmail", "shop", false)]
    [InlineData("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms", true)]
    [InlineData("AlarmTopicArn", "alarms", false)]
    [InlineData("TableStreamBatchingWindow", "61", false)]
    [InlineData("KinesisBatchingWindow", "60", true)]
    [InlineData("Architecture", "arm64", true)]
    [InlineData("OrderStreamMode", "on-demand", true)]
    [InlineData("OrderStreamMode", "off", false)]
    public void A_parameter_has_its_limits(string name, string value, bool isAccepted) =>
        Assert.Equal(isAccepted, Accepts(OwnTemplate.Whole, name, value));

    [Fact]
    public void A_stream_is_by_shard_on_demand_or_not_there()
    {
        Assert.Equal([8], Shards("provisioned"));
        Assert.Equal([(int?)null], Shards("on-demand"));
        Assert.Empty(Shards("none"));
        var none = OwnTemplate.Whole.Stack(("OrderStreamMode", "none"));
        Assert.Equal(["AnalyticsFunction.TableStream"], none.EventSources.Select(source => source.Mapping.Name));
        Assert.All(none.Functions, function => Assert.Null(FunctionSettings.Read(function.Environment.GetValueOrDefault).OrderStream));
        Assert.DoesNotContain("OrderStreamName", none.Outputs.Keys);

        static IEnumerable<int?> Shards(string mode) =>
            OwnTemplate.Whole.Stack(("OrderStreamMode", mode), ("StreamShards", "8")).Streams.Select(stream => stream.ShardCount);
    }

    private static readonly int[] Numbers = [0, 1, 2, 3, 4, 6, 8, 16, 24, 32, 64, 100, 128, 256, 512];

    private static readonly string[] Advice =
        ["Run ", "run ./run", "Look ", "Read ", "Find ", "Enable ", "fix ", "raise", "log says", "Compare ", "place an"];

    private static bool Accepts(OwnTemplate template, string name, string value)
    {
        try
        {
            template.Stack((name, value));
            return true;
        }
        catch (TemplateException)
        {
            return false;
        }
    }

    private static bool IsRead(OwnTemplate template, string name, string value)
    {
        try
        {
            template.Stack((name, value)).Functions.ToList()
                .ForEach(function => FunctionSettings.Read(function.Environment.GetValueOrDefault));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IEnumerable<MetricId> MetricsOf(AlarmInput input) => input switch
    {
        AlarmInput.OfMetric one => [one.Metric],
        AlarmInput.OfExpression several => several.Queries.Select(query => query.Source).OfType<Analytics.Local.CloudWatch.Operations
            .MetricSource>().Select(source => source.Metric),
        AlarmInput.AboveLowerBound band => MetricsOf(band.Inner),
        _ => throw new System.Diagnostics.UnreachableException($"{input}"),
    };

    // What CloudWatch finds in the access log by a filter of the template.
    private static bool IsOfAFilter(OwnTemplate template, MetricId metric) => metric.Namespace == Namespace && metric.Dimensions.Count == 0
        && template.OfType("AWS::Logs::MetricFilter").Any(filter =>
            filter.Properties.Find("MetricTransformations")?.Value is TemplateNode.Sequence { Items: [TemplateNode.Mapping transformation] }
            && OwnTemplate.Scalar(transformation, "MetricName") == metric.Name
            && OwnTemplate.Scalar(transformation, "MetricNamespace") == "!Sub ${MetricNamespace}/${AWS::StackName}");

    private static bool IsEmitted(MetricId metric)
    {
        var by = metric.Dimensions.Count == 0 ? "" : metric.Dimensions[0].Name;
        if (metric.Namespace == Namespace)
        {
            return MetricCatalogue.All.Any(one => one.Name == metric.Name && (one.By?.Name ?? "") == by
                && (one.By is null || one.By.Values.Contains($"`{metric.Dimensions[0].Value}`", StringComparison.Ordinal)));
        }

        return ServiceMetrics.All.Contains((metric.Namespace, by, metric.Name));
    }
}
