using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Windows;

namespace Analytics.Functions.Metrics;

/// <summary>Gathers the metrics of a batch: sums by the minute of the orders, and how long the changes took. Not thread-safe.</summary>
/// <remarks>
/// It is told of changes when they are counted, which each is once, so neither a retry nor the other source doubles a sum.
/// </remarks>
internal sealed class CountedMetrics
{
    // Limit of PutMetricData (CloudWatch API reference): unique values of one datum.
    private const int MaxValues = 150;

    // CloudWatch takes no data that is older (API reference, MetricDatum).
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5);

    private readonly Dictionary<Minute, MinuteMetrics> _minutes = [];
    private readonly SortedDictionary<double, double> _lags = [];
    private readonly List<MetricDatum> _counts = [];
    private DateTimeOffset _committedAt;
    private int _late;

    /// <summary>Adds changes that were counted in a document.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="table">The table of the changes.</param>
    /// <param name="counted">Their rows in it.</param>
    /// <param name="committedAt">When they were counted.</param>
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

        foreach (var row in counted)
        {
            var change = table[row];
            sums.Add(change, key);
            var lag = Round(Math.Max(0, (committedAt - change.ChangedAt).TotalMilliseconds));
            _lags[lag] = _lags.GetValueOrDefault(lag) + 1;
        }

        _late += committedAt >= key.Minute.Plus(1).Start ? counted.Count : 0;
        _committedAt = committedAt > _committedAt ? committedAt : _committedAt;
    }

    /// <summary>Adds a count of something that happened; zeros are left out.</summary>
    public void Add(Metric metric, double count, DateTimeOffset at, string? of = null)
    {
        if (count != 0)
        {
            _counts.Add(metric.Count(count, at, of));
        }
    }

    /// <summary>Everything gathered, as CloudWatch takes it.</summary>
    /// <param name="items">The items that are told apart.</param>
    /// <param name="now">The present.</param>
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

    // Two significant digits tell lags apart as well as any picture can, and keep the values few.
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
