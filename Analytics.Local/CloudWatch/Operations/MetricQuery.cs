using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>One query of GetMetricData: a statistic of a metric, or an expression over other queries.</summary>
internal sealed partial record MetricQuery(string Id, DynamicLabel? Label, bool ReturnData)
{
    private const int MaxExpressionLength = 2048;

    /// <summary>The series to read; null for an expression.</summary>
    public MetricSource? Source { get; private init; }

    /// <summary>The expression to evaluate; null for a metric.</summary>
    public Expression? Expression { get; private init; }

    /// <summary>The period of metrics that an expression finds without naming a period; null if none is given.</summary>
    public int? DefaultPeriod { get; private init; }

    /// <summary>A query that reads a metric.</summary>
    public static MetricQuery Of(string id, MetricSource source) => new(id, null, ReturnData: true) { Source = source };

    /// <summary>A query that evaluates an expression.</summary>
    /// <exception cref="ServiceError">The expression is invalid, or uses an unsupported feature.</exception>
    public static MetricQuery Of(string id, string expression) =>
        new(id, null, ReturnData: true) { Expression = ReadExpression(expression, id) };

    /// <exception cref="ServiceError">The query is invalid, or uses an unsupported feature.</exception>
    public static MetricQuery Read(Input input)
    {
        var query = new MetricQuery(input.RequiredText("Id"), ReadLabel(input), input.Flag("ReturnData") ?? true)
        {
            DefaultPeriod = input.Integer("Period"),
        };
        if (!IdPattern().IsMatch(query.Id))
        {
            throw ServiceError.Validation(
                $"The value {query.Id} for parameter {input.PathOf("Id")} must begin with a lower case letter, "
                + "followed by letters, digits and underscores.");
        }

        CheckPeriod(query.DefaultPeriod, input.PathOf("Period"));
        return (input.Structure("MetricStat"), input.Text("Expression")) switch
        {
            ({ } stat, null) => query with { Source = ReadSource(stat) },
            (null, { } text) => query with { Expression = ReadExpression(text, query.Id) },
            _ => throw ServiceError.Validation($"The query {query.Id} must have either MetricStat or Expression."),
        };
    }

    private static DynamicLabel? ReadLabel(Input input)
    {
        try
        {
            return input.Text("Label") is { } text ? DynamicLabel.Parse(text) : null;
        }
        catch (FormatException problem)
        {
            throw ServiceError.Validation($"Error in parameter {input.PathOf("Label")}: {problem.Message}");
        }
    }

    private static MetricSource ReadSource(Input stat)
    {
        var metric = RequestParameters.Metric(stat.RequiredStructure("Metric"));
        var period = stat.RequiredInteger("Period");
        CheckPeriod(period, stat.PathOf("Period"));
        var name = stat.RequiredText("Stat");
        var statistic = Statistic.Parse(name) ?? throw ServiceError.Validation(
            $"The value {name} for parameter {stat.PathOf("Stat")} is not supported; supported are {Statistic.Supported}.");
        return new MetricSource(metric, statistic, period, RequestParameters.Unit(stat));
    }

    private static Expression ReadExpression(string text, string id)
    {
        if (text.Length is 0 or > MaxExpressionLength)
        {
            throw ServiceError.Validation($"The expression of {id} must have 1 to {MaxExpressionLength} characters.");
        }

        if (MetricsInsightsPattern().IsMatch(text))
        {
            throw ServiceError.Validation(
                $"Error in expression '{id}': Metrics Insights queries (SELECT) are not supported by this local CloudWatch; "
                + "SEARCH finds metrics by name and dimensions. docs/metrics.md lists what is supported.");
        }

        try
        {
            return Parser.Parse(text);
        }
        catch (MathError problem)
        {
            throw ServiceError.Validation($"Error in expression '{id}': {problem.Message}");
        }
    }

    private static void CheckPeriod(int? period, string parameter)
    {
        if (period is { } seconds && !Period.IsValid(seconds))
        {
            throw ServiceError.Validation($"The value {seconds} for parameter {parameter} {Period.Rule}.");
        }
    }

    // Keywords are not case-sensitive (CloudWatch User Guide, "Metrics Insights query components and syntax").
    [GeneratedRegex(@"^\s*select\s", RegexOptions.IgnoreCase)]
    private static partial Regex MetricsInsightsPattern();

    [GeneratedRegex(@"^[a-z][a-zA-Z0-9_]{0,254}\z")]
    private static partial Regex IdPattern();
}
