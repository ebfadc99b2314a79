using System.Globalization;
using Analytics.Local.CloudWatch.MetricMath;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>The dynamic values of labels by name.</summary>
/// <remarks>
/// The guide does not specify the format of times. They are formatted in ISO 8601 with the offset of the label's time zone; time
/// differences are formatted as <c>1h 30m</c>.
/// </remarks>
internal static class LabelValues
{
    private static readonly Dictionary<string, Func<TimeSeries, LabelContext, string?>> Statistics = new(StringComparer.Ordinal)
    {
        ["AVG"] = Number(points => points.Average(point => point.Value)),
        ["DATAPOINT_COUNT"] = (series, _) => series.Points.Count.ToString(CultureInfo.InvariantCulture),
        ["FIRST"] = Number(points => points[0].Value),
        ["FIRST_LAST_RANGE"] = Number(points => points[^1].Value - points[0].Value),
        ["FIRST_LAST_TIME_RANGE"] = Duration((points, _) => points[^1].Second - points[0].Second),
        ["FIRST_TIME"] = Time(points => points[0]),
        ["FIRST_TIME_RELATIVE"] = Age(points => points[0]),
        ["LABEL"] = (series, _) => series.Label,
        ["LAST"] = Number(points => points[^1].Value),
        ["LAST_TIME"] = Time(points => points[^1]),
        ["LAST_TIME_RELATIVE"] = Age(points => points[^1]),
        ["MAX"] = Number(points => Highest(points).Value),
        ["MAX_TIME"] = Time(Highest),
        ["MAX_TIME_RELATIVE"] = Age(Highest),
        ["MIN"] = Number(points => Lowest(points).Value),
        ["MIN_MAX_RANGE"] = Number(points => Highest(points).Value - Lowest(points).Value),
        ["MIN_MAX_TIME_RANGE"] = Duration((points, _) => Math.Abs(Highest(points).Second - Lowest(points).Second)),
        ["MIN_TIME"] = Time(Lowest),
        ["MIN_TIME_RELATIVE"] = Age(Lowest),
        ["SUM"] = Number(points => points.Sum(point => point.Value)),
    };

    private static readonly Dictionary<string, Func<TimeSeries, LabelContext, string?>> Properties = new(StringComparer.Ordinal)
    {
        ["AccountId"] = (_, context) => context.AccountId,
        ["MetricName"] = (series, _) => series.Source?.Metric.Name,
        ["Namespace"] = (series, _) => series.Source?.Metric.Namespace,
        ["Period"] = (series, _) => series.Period.ToString(CultureInfo.InvariantCulture),
        ["Region"] = (_, context) => context.Region,
        ["Stat"] = (series, _) => series.Source?.Statistic,
    };

    /// <summary>All supported dynamic values, for error messages.</summary>
    public static string Supported { get; } =
        $"{string.Join(", ", Statistics.Keys)}, and PROP('…') of Dim.<name>, {string.Join(", ", Properties.Keys)}";

    /// <summary>Returns the function that computes a dynamic value of a series, or null where it does not exist; null if unknown.</summary>
    public static Func<TimeSeries, LabelContext, string?>? Find(string word)
    {
        if (!word.StartsWith("PROP('", StringComparison.Ordinal) || !word.EndsWith("')", StringComparison.Ordinal) || word.Length < 8)
        {
            return Statistics.GetValueOrDefault(word);
        }

        var property = word[6..^2];
        return property is ['D', 'i', 'm', '.', _, ..]
            ? (series, _) => series.Source?.Metric.ValueOf(property[4..])
            : Properties.GetValueOrDefault(property);
    }

    private static Func<TimeSeries, LabelContext, string?> Number(Func<IReadOnlyList<Point>, double> get) => (series, _) =>
        series.Points.Count == 0 ? null : Math.Round(get(series.Points), 3).ToString(CultureInfo.InvariantCulture);

    private static Func<TimeSeries, LabelContext, string?> Time(Func<IReadOnlyList<Point>, Point> get) => (series, context) =>
        series.Points.Count == 0 ? null : Written(DateTimeOffset.FromUnixTimeSeconds(get(series.Points).Second), context.UtcOffset);

    private static Func<TimeSeries, LabelContext, string?> Age(Func<IReadOnlyList<Point>, Point> get) =>
        Duration((points, context) => Math.Abs(context.Now.ToUnixTimeSeconds() - get(points).Second));

    private static Func<TimeSeries, LabelContext, string?> Duration(Func<IReadOnlyList<Point>, LabelContext, long> get) =>
        (series, context) => series.Points.Count == 0 ? null : Written(TimeSpan.FromSeconds(get(series.Points, context)));

    private static Point Highest(IReadOnlyList<Point> points) => points.MaxBy(point => point.Value);

    private static Point Lowest(IReadOnlyList<Point> points) => points.MinBy(point => point.Value);

    private static string Written(DateTimeOffset time, TimeSpan offset)
    {
        // Near the limits of DateTime, the offset cannot be applied.
        var canShift = time.Ticks + offset.Ticks >= DateTime.MinValue.Ticks && time.Ticks + offset.Ticks <= DateTime.MaxValue.Ticks;
        return offset == TimeSpan.Zero || !canShift
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : time.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    private static string Written(TimeSpan duration)
    {
        (int Count, string Unit)[] parts =
            [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s")];
        var written = string.Join(' ', parts.Where(part => part.Count > 0).Select(part => $"{part.Count}{part.Unit}"));
        return written.Length == 0 ? "0s" : written;
    }
}
