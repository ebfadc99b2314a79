using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Windows;

namespace Analytics.Functions.Metrics;

/// <summary>Collects the metrics of a batch: sums by the minute of the orders, and the lags of the changes. Not thread-safe.</summary>
/// <remarks>
/// Changes are added when they are counted, and each is counted once, so neither a retry nor the other source doubles a sum.
/// </remarks>
internal sealed class CountedMetrics
{
    /// <summary>Maximum number of unique values of one datum (CloudWatch API reference, PutMetricData).</summary>
    public const int MaxValues = 150;

    /// <summary>Maximum age of a minute whose metrics are published.</summary>
    /// <remarks>
    /// CloudWatch rejects timestamps older than two weeks (API reference, MetricDatum). Five minutes are reserved for the call itself.
    /// </remarks>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5);

    private readonly Dictionary<Minute, MinuteMetrics> _minutes = [];
    private readonly SortedDictionary<double, double> _lags = [];
    private readonly List<MetricDatum> _counts = [];
    private DateTimeOffset _committedAt;
    private int _late;

    /// <summary>Adds changes that were counted in a document.</summary>
    /// <param name="key">The document.</param>
    /// <param name="table">The change table of the batch.</param>
    /// <param name="counted">Rows of the counted changes.</param>
    /// <param name="committedAt">When they were committed.</param>
    public void Add(DocumentKey key, ChangeTable table, IReadOnlyList<int> counted, DateTimeOffset committedAt)
    {
        if (counted.Count == 0)
        {
            return;
        }

        if (!_minutes.TryGetValue(key.Minute, out var sums))
        {
            _minutes.Add(key.Minute, sums = new MinuteMetrics());
        }

        var isLate = committedAt >= key.Minute.Plus(1).Start;
        foreach (var row in counted)
        {
            var change = table[row];
            sums.Add(change, key);
            if (!change.IsReportedBy(key))
            {
                continue;
            }

            _late += isLate ? 1 : 0;
            var lag = Round(Math.Max(0, (committedAt - change.ChangedAt).TotalMilliseconds));
            _lags[lag] = _lags.GetValueOrDefault(lag) + 1;
        }

        _committedAt = committedAt > _committedAt ? committedAt : _committedAt;
    }

    /// <summary>Adds a count; zero is left out.</summary>
    public void Add(Metric metric, double count, DateTimeOffset at, string? of = null)
    {
        if (count != 0)
        {
            _counts.Add(metric.Count(count, at, of));
        }
    }

    /// <summary>Everything collected, as CloudWatch data. Adds counts of its own, so call it once.</summary>
    /// <param name="items">Items that get a metric of their own.</param>
    /// <param name="now">The current time.</param>
    public IReadOnlyList<MetricDatum> Take(MetricItems items, DateTimeOffset now)
    {
        var data = new List<MetricDatum>();
        var leftOut = 0;
        foreach (var (minute, sums) in _minutes)
        {
            if (now - minute.Start < MaxAge)
            {
                data.AddRange(sums.Data(minute.Start, items, MaxValues));
            }
            else
            {
                leftOut += sums.Changes;
            }
        }

        Add(MetricCatalogue.LeftOut, leftOut, now);
        Add(MetricCatalogue.LateChanges, _late, now);
        data.AddRange(_lags.Chunk(MaxValues).Select(lags => MetricCatalogue.Lag.Distribution(lags, _committedAt)));
        data.AddRange(_counts);
        return data;
    }

    // Two significant digits are precise enough for a chart and limit the number of distinct values.
    private static double Round(double milliseconds)
    {
        if (milliseconds < 100)
        {
            return Math.Round(milliseconds);
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(milliseconds)) - 1);
        return Math.Round(milliseconds / unit) * unit;
    }
}
