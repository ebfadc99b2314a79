namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>What an expression yields: a number, a time series, or an array of them.</summary>
internal abstract record MathValue
{
    private MathValue()
    {
    }

    public sealed record Scalar(double Value) : MathValue;

    public sealed record Single(TimeSeries Series) : MathValue;

    public sealed record Many(IReadOnlyList<TimeSeries> All) : MathValue;

    /// <summary>Applies a function to the number, to each value of the series, or of each of the series.</summary>
    public MathValue Map(Func<double, double> change) => this switch
    {
        Scalar scalar => new Scalar(change(scalar.Value)),
        Single single => new Single(single.Series.Map(change)),
        _ => Each(series => series.Map(change)),
    };

    /// <summary>Applies a function to the series, or to each of them.</summary>
    /// <exception cref="MathError">It is a number.</exception>
    public MathValue Each(Func<TimeSeries, TimeSeries> change) => this switch
    {
        Single single => new Single(change(single.Series)),
        Many many => new Many([.. many.All.Select(change)]),
        _ => throw new MathError("A time series is needed where there is a number."),
    };
}
