namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The binary operators.</summary>
/// <remarks>
/// CloudWatch user guide, "Metric math syntax and functions": if only one of two series has a value for a period, the missing value counts
/// as 0. A data point whose divisor is zero is dropped.
/// </remarks>
internal static class Operators
{
    public static MathValue Apply(string symbol, MathValue left, MathValue right)
    {
        var combine = Of(symbol);
        return (left, right) switch
        {
            (MathValue.Scalar a, MathValue.Scalar b) => new MathValue.Scalar(combine(a.Value, b.Value)),
            (_, MathValue.Scalar b) => left.Map(value => combine(value, b.Value)),
            (MathValue.Scalar a, _) => right.Map(value => combine(a.Value, value)),
            (_, MathValue.Single b) => left.Each(series => series.Join(b.Series, combine)),
            (MathValue.Single a, _) => right.Each(series => series.Join(a.Series, (value, other) => combine(other, value))),
            _ => throw new MathError(
                $"The operator {symbol} cannot combine two arrays of time series; one side must be a series or a number."),
        };
    }

    private static Func<double, double, double> Of(string symbol) => symbol switch
    {
        "+" => (a, b) => a + b,
        "-" => (a, b) => a - b,
        "*" => (a, b) => a * b,
        "/" => (a, b) => a / b,
        "^" => Math.Pow,
        "==" => (a, b) => Truth(a == b),
        "!=" => (a, b) => Truth(a != b),
        "<" => (a, b) => Truth(a < b),
        "<=" => (a, b) => Truth(a <= b),
        ">" => (a, b) => Truth(a > b),
        ">=" => (a, b) => Truth(a >= b),
        "AND" or "&&" => (a, b) => Truth(a != 0 && b != 0),
        "OR" or "||" => (a, b) => Truth(a != 0 || b != 0),
        _ => throw new MathError($"The operator {symbol} is not supported."),
    };

    private static double Truth(bool value) => value ? 1 : 0;
}
