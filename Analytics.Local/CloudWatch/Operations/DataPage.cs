using System.Globalization;
using System.Runtime.InteropServices;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>One page of the results: at most as many data points as one response may hold.</summary>
/// <param name="Results">The results that have points on the page, or end on it.</param>
/// <param name="NextToken">The token for the next page; null on the last page.</param>
/// <remarks>
/// A token contains the keys of the series that remain, in order, and the time after which the first of them continues. Data and series
/// that arrive between two requests therefore neither shift nor duplicate the other series; later pages do not include the new series.
/// </remarks>
internal sealed record DataPage(IReadOnlyList<MetricResult> Results, string? NextToken)
{
    public static DataPage Cut(IReadOnlyList<MetricResult> results, int size, string? token, bool isDescending)
    {
        var purpose = $"{nameof(GetMetricData)} {isDescending}";
        var rest = token is null ? results : Remaining(results, PageToken.Read(token, purpose), isDescending);
        var page = new List<MetricResult>();
        var room = size;
        foreach (var (index, result) in rest.Index())
        {
            if (result.Points.Count > room)
            {
                if (room == 0)
                {
                    return new DataPage(page, Token(rest.Skip(index), after: null, purpose));
                }

                var part = result with { Points = [.. result.Points.Take(room)], IsWhole = false };
                page.Add(part);
                return new DataPage(page, Token(rest.Skip(index), part.Points[^1].Second, purpose));
            }

            page.Add(result);
            room -= result.Points.Count;
        }

        return new DataPage(page, null);
    }

    private static List<MetricResult> Remaining(IReadOnlyList<MetricResult> results, string position, bool isDescending)
    {
        var (after, keys) = ReadPosition(position);
        var byKey = results.ToDictionary(result => result.Key);
        var remaining = new List<MetricResult>();
        foreach (var (index, key) in keys.Index())
        {
            if (byKey.TryGetValue(key, out var result))
            {
                remaining.Add(index == 0 && after is { } second ? After(second, result, isDescending) : result);
            }
        }

        return remaining;
    }

    private static MetricResult After(long second, MetricResult result, bool isDescending) => result with
    {
        Points = [.. result.Points.Where(point => isDescending ? point.Second < second : point.Second > second)],
    };

    private static string Token(IEnumerable<MetricResult> rest, long? after, string purpose)
    {
        var keys = rest.Select(result => result.Key).ToArray();
        var written = Convert.ToBase64String(MemoryMarshal.AsBytes<long>(keys));
        return PageToken.Write(string.Create(CultureInfo.InvariantCulture, $"{after} {written}"), purpose);
    }

    private static (long? After, long[] Keys) ReadPosition(string position)
    {
        var parts = position.Split(' ');
        var bytes = new byte[position.Length];
        if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], bytes, out var length) || length % sizeof(long) != 0)
        {
            throw ServiceError.NextToken();
        }

        var keys = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(0, length)).ToArray();
        if (parts[0].Length == 0)
        {
            return (null, keys);
        }

        return long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var after)
            ? (after, keys)
            : throw ServiceError.NextToken();
    }
}
