namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The result of an expression: a number, a time series, or an array of time series.</summary>
internal abstract record MathValue
{
    private MathValue()
    {
    }

    public sealed record Scalar(double Value) : MathValue;

    public sealed record Single(TimeSeries Series) : MathValue;

    public sealed record Many(IReadOnlyList<TimeSeries> All) : MathValue;

    /// <summary>Applies a function to the number, or to each value of the series or of every series in the array.</summary>
    public MathValue Map(Func<double, double> change) => this switch
    {
        Scalar scalar => new Scalar(change(scalar.Value)),
        Single single => new Single(single.Series.Map(change)),
        _ => Each(series => series.Map(change)),
    };

    /// <summary>Applies a function to the series, or to each series in the array.</summary>
    /// <exception cref="MathError">The value is a number.</exception>
    public MathValue Each(Func<TimeSeries, TimeSeries> change) => this switch
    {
        Single single => new Single(change(single.Series)),
        Many many => new Many([.. many.All.Select(change)]),
        _ => throw new MathError("A time series is needed where there is a number."),
    };
}
