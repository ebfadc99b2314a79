namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The function IF: selects one value where a condition is met (is not 0), and another where it is not.</summary>
/// <remarks>
/// CloudWatch user guide, "Using IF expressions": a period for which the condition has no value has no result. If the condition is met and
/// the selected series has no value, the result is 0. If it is not met and the other value is missing, the period has no result.
/// </remarks>
internal static class IfFunction
{
    /// <param name="condition">A number or a series.</param>
    /// <param name="met">A number or a series.</param>
    /// <param name="otherwise">A number or a series; null if the argument is omitted.</param>
    public static MathValue Choose(MathValue condition, MathValue met, MathValue? otherwise) => condition switch
    {
        MathValue.Scalar scalar when scalar.Value != 0 => met,
        MathValue.Scalar => otherwise ?? new MathValue.Many([]),
        MathValue.Single single => new MathValue.Single(
            Choose(single.Series, ValueAt(met), otherwise is null ? _ => null : ValueAt(otherwise))),
        _ => throw new MathError("IF takes a number or one time series as its condition."),
    };

    private static TimeSeries Choose(TimeSeries condition, Func<long, double?> met, Func<long, double?> otherwise) => condition.With(
        condition.Points.Select(point => point with
        {
            Value = point.Value != 0 ? met(point.Second) ?? 0 : otherwise(point.Second) ?? double.NaN,
        }));

    private static Func<long, double?> ValueAt(MathValue value)
    {
        switch (value)
        {
            case MathValue.Scalar scalar:
                return _ => scalar.Value;
            case MathValue.Single single:
                var points = single.Series.Index();
                return second => points.TryGetValue(second, out var found) ? found : null;
            default:
                throw new MathError("IF chooses between numbers and single time series, not arrays.");
        }
    }
}
