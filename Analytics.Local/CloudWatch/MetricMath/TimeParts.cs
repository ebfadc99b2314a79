namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The functions that return a part of each period's start in UTC, such as the hour, for every period of the range.</summary>
internal static class TimeParts
{
    private static readonly Dictionary<string, Func<DateTimeOffset, double>> ByFunction = new(StringComparer.Ordinal)
    {
        ["MINUTE"] = time => time.Minute,
        ["HOUR"] = time => time.Hour,
        // Monday is 1, Sunday is 7.
        ["DAY"] = time => time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek,
        ["DATE"] = time => time.Day,
        ["MONTH"] = time => time.Month,
        ["YEAR"] = time => time.Year,
        ["EPOCH"] = time => time.ToUnixTimeSeconds(),
    };

    public static IEnumerable<string> Functions => ByFunction.Keys;

    /// <summary>Returns the function with this name; null if there is none.</summary>
    public static Func<MathValue, MathRange, MathValue>? Find(string function) => ByFunction.TryGetValue(function, out var part)
        ? (value, range) => value is MathValue.Single { Series: var series }
            ? new MathValue.Single(series.With(range.Periods(series.Period)
                .Select(second => new Point(second, part(DateTimeOffset.FromUnixTimeSeconds(second))))))
            : throw new MathError($"{function} takes one time series.")
        : null;
}
