namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>CloudWatch's limits for the parts of a datum other than names, which <see cref="NameRule"/> checks.</summary>
internal static class DatumRules
{
    public const int MaxDimensions = 30;

    private static readonly double MaxValue = Math.Pow(2, 360);

    public static bool IsValue(double value) => double.IsFinite(value) && Math.Abs(value) <= MaxValue;

    public static bool IsCount(double count) => IsValue(count) && count >= 0;

    public static bool HaveDistinctNames(IReadOnlyList<Dimension> dimensions) =>
        dimensions.Select(dimension => dimension.Name).Distinct(StringComparer.Ordinal).Count() == dimensions.Count;

    /// <summary>Whether a datum from code in this process is valid. Data in requests are validated part by part as they are read.</summary>
    public static bool IsValid(MetricDatum datum) =>
        NameRule.MetricName.IsValid(datum.Name)
        && datum.Dimensions.Count <= MaxDimensions
        && datum.Dimensions.All(dimension =>
            NameRule.DimensionName.IsValid(dimension.Name) && NameRule.DimensionValue.IsValid(dimension.Value))
        && HaveDistinctNames(datum.Dimensions)
        && MetricUnits.Contains(datum.Unit)
        && datum.StorageResolution is 1 or 60
        && datum.Values.All(value => IsValue(value.Value) && IsCount(value.Count))
        && (datum.Statistics is not { } set || IsSet(set));

    public static bool IsSet(StatisticSet set) =>
        IsValue(set.Sum) && IsValue(set.Minimum) && IsValue(set.Maximum)
        && IsCount(set.SampleCount) && set.SampleCount > 0 && set.Minimum <= set.Maximum;
}
