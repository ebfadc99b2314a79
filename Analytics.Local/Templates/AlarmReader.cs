using System.Globalization;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::CloudWatch::Alarm</c> on a metric, an expression or an anomaly detection band.</summary>
internal static class AlarmReader
{
    private const string NoNotifications = "a local stack sends no notifications";
    private const string DynamoDbNamespace = "AWS/DynamoDB";
    private const int MinuteSeconds = 60;
    private const int DaySeconds = 24 * 60 * MinuteSeconds;

    private static readonly string[] MissingDataTreatments = ["missing", "notBreaching", "breaching", "ignore"];

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["ActionsEnabled"] = NoNotifications,
        ["AlarmActions"] = NoNotifications,
        ["AlarmDescription"] = "for people",
        ["EvaluateLowSampleCountPercentile"] = "percentiles of few samples are evaluated",
        ["InsufficientDataActions"] = NoNotifications,
        ["OKActions"] = NoNotifications,
        ["Tags"] = "nothing here reads tags",
    };

    public static AlarmDefinition Read(string name, PropertyReader properties)
    {
        properties.Text("AlarmName");
        properties.Accept(WithoutEffect);
        properties.Required("ComparisonOperator");
        properties.Required("EvaluationPeriods");
        var isBand = properties.Has("ThresholdMetricId");
        var (input, period, metricNamespace) = properties.Has("Metrics") || isBand ? AlarmQueries.Read(properties) : Metric(properties);
        var evaluated = properties.Integer("EvaluationPeriods", 1, DaySeconds / MinuteSeconds) ?? 1;
        return new AlarmDefinition
        {
            Name = name,
            Input = input,
            Period = TimeSpan.FromSeconds(period),
            EvaluationPeriods = evaluated,
            DatapointsToAlarm = properties.Integer("DatapointsToAlarm", 1, evaluated) ?? evaluated,
            Threshold = isBand ? 0 : Threshold(properties),
            Comparison = isBand ? BandComparison(properties) : Enum.Parse<AlarmComparison>(properties.OneOf(
                "ComparisonOperator",
                nameof(AlarmComparison.GreaterThanThreshold),
                Enum.GetNames<AlarmComparison>())),
            TreatMissingData = Enum.Parse<TreatMissingData>(
                properties.OneOf("TreatMissingData", DefaultTreatment(metricNamespace), MissingDataTreatments), ignoreCase: true),
        };
    }

    /// <summary>Reads a period in seconds, which must be whole minutes.</summary>
    public static int Period(PropertyReader properties)
    {
        properties.Required("Period");
        var seconds = properties.Integer("Period", 1, DaySeconds) ?? MinuteSeconds;
        if (seconds % MinuteSeconds != 0)
        {
            properties.Reject(
                "Period", $"The local host evaluates alarms every minute; the period must be a multiple of 60 seconds, not {seconds}.");
        }

        return seconds;
    }

    /// <summary>Reads the namespace, name and dimensions of a metric.</summary>
    public static MetricId MetricOf(PropertyReader properties) => new(
        properties.RequiredText("Namespace"),
        properties.RequiredText("MetricName"),
        properties.Objects(
            "Dimensions", dimension => new Dimension(dimension.RequiredText("Name"), dimension.RequiredText("Value"))));

    /// <summary>Reads a statistic; reports an error and returns the sum for one that is not known.</summary>
    public static Statistic StatisticOf(PropertyReader properties, string name)
    {
        var text = properties.RequiredText(name);
        if (Statistic.Parse(text) is { } statistic)
        {
            return statistic;
        }

        if (text.Length > 0)
        {
            properties.Reject(name, $"The local host knows {Statistic.Supported}, not '{text}'.");
        }

        return Statistic.Parse("Sum")!; // It knows the sum.
    }

    private static (AlarmInput Input, int Period, string Namespace) Metric(PropertyReader properties)
    {
        var metric = MetricOf(properties);
        var statistic = properties.Has("ExtendedStatistic") && !properties.Has("Statistic")
            ? StatisticOf(properties, "ExtendedStatistic")
            : StatisticOf(properties, "Statistic");
        return (new AlarmInput.OfMetric(metric, statistic), Period(properties), metric.Namespace);
    }

    // The value is compared as its distance from the bound.
    private static AlarmComparison BandComparison(PropertyReader properties)
    {
        properties.OneOf("ComparisonOperator", "LessThanLowerThreshold", "LessThanLowerThreshold");
        return AlarmComparison.LessThanThreshold;
    }

    // CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data": only DynamoDB metrics default to ignore.
    private static string DefaultTreatment(string metricNamespace) => metricNamespace == DynamoDbNamespace ? "ignore" : "missing";

    private static double Threshold(PropertyReader properties)
    {
        var text = properties.RequiredText("Threshold");
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && text.Length > 0)
        {
            properties.Reject("Threshold", $"It must be a number, not '{text}'.");
        }

        return threshold;
    }
}
