namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The functions with one argument.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, Func<MathValue, MathValue>> OfOne = new(StringComparer.Ordinal)
    {
        ["ABS"] = value => value.Map(Math.Abs),
        ["AVG"] = Average,
        ["CEIL"] = value => value.Map(Math.Ceiling),
        ["DATAPOINT_COUNT"] = DataPointCount,
        ["DIFF"] = value => value.Each(series => Steps(series, (before, now) => now.Value - before.Value)),
        ["DIFF_TIME"] = value => value.Each(series => Steps(series, (before, now) => now.Second - before.Second)),
        ["FIRST"] = value => new MathValue.Single(ArrayOf("FIRST", value) is [var first, ..] ? first : Empty),
        ["FLOOR"] = value => value.Map(Math.Floor),
        ["LAST"] = value => new MathValue.Single(ArrayOf("LAST", value) is [.., var last] ? last : Empty),
        ["LOG"] = value => value.Map(Math.Log),
        ["LOG10"] = value => value.Map(Math.Log10),
        ["MAX"] = value => Aggregate(value, Enumerable.Max),
        ["METRIC_COUNT"] = value => new MathValue.Scalar(ArrayOf("METRIC_COUNT", value).Count),
        ["MIN"] = value => Aggregate(value, Enumerable.Min),
        ["PERIOD"] = Period,
        ["RATE"] = value => value.Each(
            series => Steps(series, (before, now) => (now.Value - before.Value) / (now.Second - before.Second))),
        ["REMOVE_EMPTY"] = value => new MathValue.Many([.. ArrayOf("REMOVE_EMPTY", value).Where(series => series.Points.Count > 0)]),
        ["RUNNING_SUM"] = value => value.Each(RunningSum),
        ["STDDEV"] = value => Aggregate(value, StandardDeviation),
        ["SUM"] = value => Aggregate(value, Enumerable.Sum),
    };

    private static TimeSeries Empty => TimeSeries.Combine([], Enumerable.Sum);

    public static IEnumerable<string> Names => OfOne.Keys;

    public static Func<MathValue, MathValue>? Find(string name) => OfOne.GetValueOrDefault(name);

    /// <summary>Returns the series of an array.</summary>
    /// <exception cref="MathError">The value is not an array.</exception>
    public static IReadOnlyList<TimeSeries> ArrayOf(string function, MathValue value) => value is MathValue.Many many
        ? many.All
        : throw new MathError($"{function} takes an array of time series.");

    /// <summary>Aggregates an array into a series with one value per period, or a series into one number.</summary>
    private static MathValue Aggregate(MathValue value, Func<IEnumerable<double>, double> combine) => value switch
    {
        MathValue.Many many => new MathValue.Single(TimeSeries.Combine(many.All, combine)),
        MathValue.Single { Series.Points.Count: 0 } => new MathValue.Scalar(double.NaN),
        MathValue.Single single => new MathValue.Scalar(combine(single.Series.Points.Select(point => point.Value))),
        _ => value,
    };

    // User guide: AVG of an array treats missing values as 0, so it divides by the number of series.
    private static MathValue Average(MathValue value) => value is MathValue.Many many
        ? Aggregate(value, values => values.Sum() / many.All.Count)
        : Aggregate(value, Enumerable.Average);

    private static MathValue DataPointCount(MathValue value) => value is MathValue.Single { Series.Points.Count: 0 }
        ? new MathValue.Scalar(0)
        : Aggregate(value, values => values.Count());

    private static MathValue.Scalar Period(MathValue value) => value is MathValue.Single single
        ? new MathValue.Scalar(single.Series.Period)
        : throw new MathError("PERIOD takes one metric.");

    /// <summary>Computes a value from each pair of consecutive points; the first point has no predecessor and gets no value.</summary>
    private static TimeSeries Steps(TimeSeries series, Func<Point, Point, double> of) => series.With(
        series.Points.Zip(series.Points.Skip(1), (before, now) => now with { Value = of(before, now) }));

    private static TimeSeries RunningSum(TimeSeries series)
    {
        double sum = 0;
        return series.With([.. series.Points.Select(point => point with { Value = sum += point.Value })]);
    }

    // The population standard deviation: the guide does not say which kind it is, and a single value has no sample deviation.
    private static double StandardDeviation(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }
}
