namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>IF: what holds where a condition is met (is not zero), and what elsewhere.</summary>
internal static class Choice
{
    /// <param name="condition">A number or a series; of a series, only periods with a value yield one.</param>
    /// <param name="met">A number or a series.</param>
    /// <param name="otherwise">A number or a series; null yields nothing where the condition is not met.</param>
    public static MathValue Between(MathValue condition, MathValue met, MathValue? otherwise) => condition switch
    {
        MathValue.Scalar scalar when scalar.Value != 0 => met,
        MathValue.Scalar => otherwise ?? new MathValue.Many([]),
        MathValue.Single single => new MathValue.Single(Choose(single.Series, ValueAt(met), otherwise is null ? _ => null : ValueAt(otherwise))),
        _ => throw new MathError("IF takes a number or one time series as its condition."),
    };

    private static TimeSeries Choose(TimeSeries condition, Func<long, double?> met, Func<long, double?> otherwise) => condition.With(
        condition.Points.Select(point => point with
        {
            Value = (point.Value != 0 ? met(point.Second) : otherwise(point.Second)) ?? double.NaN,
        }));

    private static Func<long, double?> ValueAt(MathValue value)
    {
        switch (value)
        {
            case MathValue.Scalar scalar:
                return _ => scalar.Value;
            case MathValue.Single single:
                var points = single.Series.Points.ToDictionary(point => point.Second, point => point.Value);
                return second => points.TryGetValue(second, out var found) ? found : null;
            default:
                throw new MathError("IF chooses between numbers and single time series, not arrays.");
        }
    }
}
