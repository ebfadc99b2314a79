namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The functions of one argument.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, Func<MathValue, MathValue>> OfOne = new(StringComparer.Ordinal)
    {
        ["ABS"] = value => value.Map(Math.Abs),
        ["AVG"] = value => Aggregate(value, values => values.Average()),
        ["CEIL"] = value => value.Map(Math.Ceiling),
        ["DIFF"] = value => value.Each(Diff),
        ["FLOOR"] = value => value.Map(Math.Floor),
        ["MAX"] = value => Aggregate(value, values => values.Max()),
        ["MIN"] = value => Aggregate(value, values => values.Min()),
        ["PERIOD"] = Period,
        ["RATE"] = value => value.Each(Rate),
        ["RUNNING_SUM"] = value => value.Each(RunningSum),
        ["SUM"] = value => Aggregate(value, values => values.Sum()),
    };

    /// <summary>All functions there are, for messages.</summary>
    public static string Supported { get; } =
        string.Join(", ", OfOne.Keys.Concat(["FILL", "IF", "METRICS", "SEARCH", "SORT"]).Order(StringComparer.Ordinal));

    public static Func<MathValue, MathValue>? Find(string name) => OfOne.GetValueOrDefault(name);

    /// <summary>Of an array, a series with one value for each period; of a series, one number for all its values.</summary>
    private static MathValue Aggregate(MathValue value, Func<IEnumerable<double>, double> combine) => value switch
    {
        MathValue.Many many => new MathValue.Single(TimeSeries.Combine(many.All, combine)),
        MathValue.Single { Series.Points.Count: 0 } => new MathValue.Scalar(double.NaN),
        MathValue.Single single => new MathValue.Scalar(combine(single.Series.Points.Select(point => point.Value))),
        _ => value,
    };

    private static MathValue.Scalar Period(MathValue value) => value is MathValue.Single single
        ? new MathValue.Scalar(single.Series.Period)
        : throw new MathError("PERIOD takes one metric.");

    /// <summary>The change per second from one value to the next; the first has none before it.</summary>
    private static TimeSeries Rate(TimeSeries series) => series.With(
        series.Points.Zip(
            series.Points.Skip(1),
            (before, now) => now with { Value = (now.Value - before.Value) / (now.Second - before.Second) }));

    /// <summary>The change from one value to the next; the first has none before it.</summary>
    private static TimeSeries Diff(TimeSeries series) => series.With(
        series.Points.Zip(series.Points.Skip(1), (before, now) => now with { Value = now.Value - before.Value }));

    private static TimeSeries RunningSum(TimeSeries series)
    {
        double sum = 0;
        return series.With([.. series.Points.Select(point => point with { Value = sum += point.Value })]);
    }
}
