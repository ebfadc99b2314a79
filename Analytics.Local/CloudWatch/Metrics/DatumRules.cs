namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>What CloudWatch demands of the parts of a datum.</summary>
internal static class DatumRules
{
    public const int MaxDimensions = 30;
    public const int MaxNamespaceLength = 255;
    public const int MaxNameLength = 255;
    public const int MaxDimensionValueLength = 1024;

    private static readonly double MaxValue = Math.Pow(2, 360);

    public static bool IsNamespace(string text) =>
        text.Length is > 0 and <= MaxNamespaceLength && text[0] != ':' && IsPlain(text);

    public static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && IsPlain(text);

    public static bool IsDimensionName(string text) => IsName(text) && text[0] != ':';

    public static bool IsDimensionValue(string text) => text.Length is > 0 and <= MaxDimensionValueLength && IsPlain(text);

    public static bool IsValue(double value) => double.IsFinite(value) && Math.Abs(value) <= MaxValue;

    public static bool IsCount(double count) => IsValue(count) && count >= 0;

    public static bool HaveDistinctNames(IReadOnlyList<Dimension> dimensions) =>
        dimensions.Select(dimension => dimension.Name).Distinct(StringComparer.Ordinal).Count() == dimensions.Count;

    /// <summary>Whether a datum from within the process keeps the rules; what comes over the wire is checked part by part.</summary>
    public static bool IsValid(MetricDatum datum) =>
        IsName(datum.Name)
        && datum.Dimensions.Count <= MaxDimensions
        && datum.Dimensions.All(dimension => IsDimensionName(dimension.Name) && IsDimensionValue(dimension.Value))
        && HaveDistinctNames(datum.Dimensions)
        && MetricUnits.Contains(datum.Unit)
        && datum.StorageResolution is 1 or 60
        && datum.Values.All(value => IsValue(value.Value) && IsCount(value.Count))
        && (datum.Statistics is not { } set || IsSet(set));

    public static bool IsSet(StatisticSet set) =>
        IsValue(set.Sum) && IsValue(set.Minimum) && IsValue(set.Maximum)
        && IsCount(set.SampleCount) && set.SampleCount > 0 && set.Minimum <= set.Maximum;

    private static bool IsPlain(string text) => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
