using System.Security.Cryptography;
using System.Text;
using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>A series in the response of GetMetricData, or the part of it on one page.</summary>
/// <param name="Key">Identifies the series among all results. The key is the same when the request is repeated for another page.</param>
/// <param name="Id">The query's id. An array of time series becomes several results with the same id.</param>
/// <param name="Label">The name in a legend.</param>
/// <param name="Points">The points in the requested order.</param>
/// <param name="IsWhole">Whether no points of the series remain for later pages.</param>
internal sealed record MetricResult(long Key, string Id, string Label, IReadOnlyList<Point> Points, bool IsWhole = true)
{
    /// <summary>Creates the results of one query.</summary>
    public static IEnumerable<MetricResult> Of(string queryId, IReadOnlyList<TimeSeries> all, bool isDescending)
    {
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var series in all)
        {
            var identity = $"{queryId}\n{series.Source?.Metric.SortKey}\n{series.Source?.Statistic}\n{series.Period}";
            var occurrence = occurrences[identity] = occurrences.GetValueOrDefault(identity) + 1;
            yield return new MetricResult(
                Hash($"{identity}\n{occurrence}"), queryId, series.Label, isDescending ? [.. series.Points.Reverse()] : series.Points);
        }
    }

    public WireValue ToWire() => WireValue.Map.Of(
        ("Id", Id),
        ("Label", Label),
        ("Timestamps", WireValue.ListOf(Points.Select(point => (WireValue)DateTimeOffset.FromUnixTimeSeconds(point.Second)))),
        ("Values", WireValue.ListOf(Points.Select(point => (WireValue)point.Value))),
        ("StatusCode", IsWhole ? "Complete" : "PartialData"));

    private static long Hash(string identity) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
}
