using System.Globalization;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::CloudWatch::Alarm</c> on a single metric.</summary>
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
        ["InsufficientDataActions"] = NoNotifications,
        ["OKActions"] = NoNotifications,
        ["Tags"] = "nothing here reads tags",
    };

    public static AlarmDefinition Read(string name, PropertyReader properties)
    {
        properties.Text("AlarmName");
        properties.Accept(WithoutEffect);
        properties.Required("Statistic");
        properties.Required("ComparisonOperator");
        properties.Required("EvaluationPeriods");
        var metricNamespace = properties.RequiredText("Namespace");
        var evaluated = properties.Integer("EvaluationPeriods", 1, DaySeconds / MinuteSeconds) ?? 1;
        return new AlarmDefinition
        {
            Name = name,
            Metric = new MetricId(
                metricNamespace,
                properties.RequiredText("MetricName"),
                properties.Objects(
                    "Dimensions", dimension => new Dimension(dimension.RequiredText("Name"), dimension.RequiredText("Value")))),
            Statistic = Statistic.Parse(properties.OneOf("Statistic", "Sum", "SampleCount", "Average", "Sum", "Minimum", "Maximum"))!,
            // Never null: Statistic.Parse knows all five names.
            Period = TimeSpan.FromSeconds(Period(properties)),
            EvaluationPeriods = evaluated,
            DatapointsToAlarm = properties.Integer("DatapointsToAlarm", 1, evaluated) ?? evaluated,
            Threshold = Threshold(properties),
            Comparison = Enum.Parse<AlarmComparison>(properties.OneOf(
                "ComparisonOperator",
                nameof(AlarmComparison.GreaterThanThreshold),
                Enum.GetNames<AlarmComparison>())),
            TreatMissingData = Enum.Parse<TreatMissingData>(
                properties.OneOf("TreatMissingData", DefaultTreatment(metricNamespace), MissingDataTreatments), ignoreCase: true),
        };
    }

    // CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data": only DynamoDB metrics default to ignore.
    private static string DefaultTreatment(string metricNamespace) => metricNamespace == DynamoDbNamespace ? "ignore" : "missing";

    private static int Period(PropertyReader properties)
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
