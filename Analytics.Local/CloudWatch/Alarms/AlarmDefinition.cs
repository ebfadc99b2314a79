using System.Diagnostics;
using System.Globalization;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>An alarm on a metric or an expression.</summary>
internal sealed record AlarmDefinition
{
    /// <summary>The alarm's name in the log.</summary>
    public required string Name { get; init; }

    /// <summary>The values that are compared.</summary>
    public required AlarmInput Input { get; init; }

    /// <summary>Length of a period, a multiple of one minute.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Number of most recent data points that decide the state.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>Number of those that must breach the threshold.</summary>
    public required int DatapointsToAlarm { get; init; }

    public required double Threshold { get; init; }

    public required AlarmComparison Comparison { get; init; }

    public TreatMissingData TreatMissingData { get; init; }

    /// <summary>Whether a value breaches the threshold.</summary>
    public bool IsBreachedBy(double value) => Comparison switch
    {
        AlarmComparison.GreaterThanThreshold => value > Threshold,
        AlarmComparison.GreaterThanOrEqualToThreshold => value >= Threshold,
        AlarmComparison.LessThanThreshold => value < Threshold,
        AlarmComparison.LessThanOrEqualToThreshold => value <= Threshold,
        var other => throw new UnreachableException($"Comparison {other} is not known."),
    };

    /// <summary>The condition as text for the log.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Input} {Sign} {Threshold} for {DatapointsToAlarm} of {EvaluationPeriods} periods "
        + $"of {Period.TotalMinutes} min");

    private string Sign => Comparison switch
    {
        AlarmComparison.GreaterThanThreshold => ">",
        AlarmComparison.GreaterThanOrEqualToThreshold => ">=",
        AlarmComparison.LessThanThreshold => "<",
        AlarmComparison.LessThanOrEqualToThreshold => "<=",
        var other => throw new UnreachableException($"Comparison {other} is not known."),
    };
}
