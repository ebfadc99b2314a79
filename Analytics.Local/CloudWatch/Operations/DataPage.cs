using System.Globalization;
using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>The answer to one query of GetMetricData, or what a page has of it.</summary>
/// <param name="Id">The query's id; an array of time series yields several results of one id.</param>
/// <param name="Label">How it is called in a legend.</param>
/// <param name="Points">In the order asked for.</param>
/// <param name="IsWhole">Whether these are the last of its points.</param>
internal sealed record MetricResult(string Id, string Label, IReadOnlyList<Point> Points, bool IsWhole = true)
{
    public WireValue ToWire() => WireValue.Map.Of(
        ("Id", Id),
        ("Label", Label),
        ("Timestamps", WireValue.ListOf(Points.Select(point => (WireValue)DateTimeOffset.FromUnixTimeSeconds(point.Second)))),
        ("Values", WireValue.ListOf(Points.Select(point => (WireValue)point.Value))),
        ("StatusCode", IsWhole ? "Complete" : "PartialData"));
}

/// <summary>So many data points of the results as one response may hold.</summary>
/// <param name="Results">Those of which the page has points, or that end on it.</param>
/// <param name="NextToken">Asks for the page after it; null on the last.</param>
internal sealed record DataPage(IReadOnlyList<MetricResult> Results, string? NextToken)
{
    /// <remarks>
    /// A token names the result in which the page begins and the time after which, not a count of points: data that arrive
    /// between two pages shift nothing.
    /// </remarks>
    public static DataPage Cut(IReadOnlyList<MetricResult> results, int size, string? token, bool isDescending)
    {
        var of = $"{nameof(GetMetricData)} {isDescending}";
        var (index, after) = token is null ? (0, (long?)null) : ReadToken(PageToken.Read(token, of), results.Count);
        var page = new List<MetricResult>();
        var room = size;
        for (; index < results.Count; index++, after = null)
        {
            var rest = after is { } second
                ? results[index].Points.Where(point => isDescending ? point.Second < second : point.Second > second).ToList()
                : results[index].Points;
            if (rest.Count > room)
            {
                var part = rest.Take(room).ToList();
                var last = after;
                if (part.Count > 0)
                {
                    page.Add(results[index] with { Points = part, IsWhole = false });
                    last = part[^1].Second;
                }

                return new DataPage(page, PageToken.Write(string.Create(CultureInfo.InvariantCulture, $"{index} {last}"), of));
            }

            page.Add(results[index] with { Points = rest });
            room -= rest.Count;
        }

        return new DataPage(page, null);
    }

    private static (int Index, long? After) ReadToken(string position, int count)
    {
        var parts = position.Split(' ');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= count)
        {
            throw ServiceError.NextToken();
        }

        if (parts[1].Length == 0)
        {
            return (index, null);
        }

        return long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after)
            ? (index, after)
            : throw ServiceError.NextToken();
    }
}
