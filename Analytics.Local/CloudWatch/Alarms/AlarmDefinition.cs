using System.Diagnostics;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>An alarm over one statistic of one metric. A period without data does not breach it.</summary>
internal sealed record AlarmDefinition
{
    /// <summary>Names it in the log.</summary>
    public required string Name { get; init; }

    public required MetricId Metric { get; init; }

    public required Statistic Statistic { get; init; }

    /// <summary>The length of a period, whole minutes.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>How many of the latest periods are looked at.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>How many of those must breach.</summary>
    public required int DatapointsToAlarm { get; init; }

    public required double Threshold { get; init; }

    public required AlarmComparison Comparison { get; init; }

    /// <summary>Whether these values, one for each period looked at, raise the alarm; null where there are no data.</summary>
    public bool IsRaisedBy(IEnumerable<double?> values) => values.Count(value => value is { } known && IsBreachedBy(known)) >= DatapointsToAlarm;

    /// <summary>What it watches, for people.</summary>
    public override string ToString()
    {
        var sign = Comparison == AlarmComparison.GreaterThanThreshold ? ">" : ">=";
        return FormattableString.Invariant(
            $"{Statistic.Name} of {Metric.Namespace} {Metric.Name} {sign} {Threshold} for {DatapointsToAlarm} of {EvaluationPeriods} periods of {Period.TotalMinutes} min");
    }

    private bool IsBreachedBy(double value) => Comparison switch
    {
        AlarmComparison.GreaterThanThreshold => value > Threshold,
        AlarmComparison.GreaterThanOrEqualToThreshold => value >= Threshold,
        var other => throw new UnreachableException($"Comparison {other} is not known."),
    };
}

/// <summary>The comparisons that are understood, under CloudWatch's own names.</summary>
internal enum AlarmComparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
}
