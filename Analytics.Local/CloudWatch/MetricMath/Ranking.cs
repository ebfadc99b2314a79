namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>SORT: orders an array of time series by an aggregate of their values, and optionally returns only the first N.</summary>
internal static class Ranking
{
    /// <param name="value">An array of time series, or a single one.</param>
    /// <param name="by">The aggregate: AVG, MIN, MAX or SUM of the values.</param>
    /// <param name="order">ASC or DESC.</param>
    /// <param name="count">Number of series to return; null for all.</param>
    public static MathValue.Many Sort(MathValue value, string by, string order, int? count)
    {
        Func<IEnumerable<double>, double> measure = by switch
        {
            "AVG" => values => values.Average(),
            "MIN" => values => values.Min(),
            "MAX" => values => values.Max(),
            "SUM" => values => values.Sum(),
            _ => throw new MathError($"SORT orders by AVG, MIN, MAX or SUM, not {by}."),
        };
        var series = value switch
        {
            MathValue.Many many => many.All,
            MathValue.Single single => [single.Series],
            _ => throw new MathError("SORT takes time series, not a number."),
        };
        // A series without values has no aggregate; it comes last.
        var ranked = series.GroupBy(one => one.Points.Count > 0).ToDictionary(group => group.Key, group => group.AsEnumerable());
        var some = ranked.GetValueOrDefault(true, []).Select(one => (Series: one, Key: measure(one.Points.Select(point => point.Value))));
        var sorted = order switch
        {
            "ASC" => some.OrderBy(one => one.Key),
            "DESC" => some.OrderByDescending(one => one.Key),
            _ => throw new MathError($"SORT goes ASC or DESC, not {order}."),
        };
        return new MathValue.Many(
            [.. sorted.Select(one => one.Series).Concat(ranked.GetValueOrDefault(false, [])).Take(count ?? int.MaxValue)]);
    }
}
