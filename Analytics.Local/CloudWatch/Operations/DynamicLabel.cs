using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.MetricMath;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Fills in what a label asks for: <c>${LAST}</c>, <c>${PROP('Dim.FunctionName')}</c>...</summary>
/// <remarks>
/// Understood are AVG, MAX, MIN, SUM, FIRST, LAST, DATAPOINT_COUNT, LABEL and PROP of MetricName, Namespace, Period and
/// Dim.(name). What is not understood stays as it is written. A value that there is none of reads <c>--</c>.
/// </remarks>
internal static partial class DynamicLabel
{
    public static string Fill(string label, string own, TimeSeries series) =>
        Placeholder().Replace(label, match => ValueOf(match.Groups[1].Value, match.Groups[2].Value, own, series) ?? match.Value);

    private static string? ValueOf(string word, string property, string own, TimeSeries series) => word switch
    {
        "LABEL" => own,
        "AVG" => Number(series, points => points.Average(point => point.Value)),
        "MAX" => Number(series, points => points.Max(point => point.Value)),
        "MIN" => Number(series, points => points.Min(point => point.Value)),
        "SUM" => Number(series, points => points.Sum(point => point.Value)),
        "FIRST" => Number(series, points => points[0].Value),
        "LAST" => Number(series, points => points[^1].Value),
        "DATAPOINT_COUNT" => series.Points.Count.ToString(CultureInfo.InvariantCulture),
        _ => PropertyOf(property, series),
    };

    private static string? PropertyOf(string property, TimeSeries series) => property switch
    {
        "Period" => series.Period.ToString(CultureInfo.InvariantCulture),
        "MetricName" or "Namespace" when series.Metric is { } metric => SearchText.Of(metric, property),
        ['D', 'i', 'm', '.', .. var dimension] => series.Metric?.ValueOf(dimension) ?? "--",
        _ => null,
    };

    private static string Number(TimeSeries series, Func<IReadOnlyList<Point>, double> get) => series.Points.Count == 0
        ? "--"
        : Math.Round(get(series.Points), 3).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{(LABEL|AVG|MAX|MIN|SUM|FIRST|LAST|DATAPOINT_COUNT|PROP\('([^']+)'\))\}")]
    private static partial Regex Placeholder();
}
