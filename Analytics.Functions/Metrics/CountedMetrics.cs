using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Metrics;

/// <summary>Gathers the metrics of a batch: sums by the minute of the orders, and how long the changes took. Not thread-safe.</summary>
internal sealed class CountedMetrics
{
    // Limit of PutMetricData (CloudWatch API reference): unique values of one datum.
    private const int ValuesMax = 150;

    // CloudWatch takes no data that is older (API reference, MetricDatum).
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5);

    private readonly Dictionary<Minute, Totals> _minutes = [];
    private readonly SortedDictionary<double, double> _lags = [];
    private readonly List<(Metric Metric, double Count)> _counts = [];
    private DateTimeOffset _committedAt;

    /// <summary>Adds changes that were counted in a minute.</summary>
    public void Add(Minute minute, IReadOnlyList<OrderChange> counted, DateTimeOffset committedAt)
    {
        if (counted.Count == 0)
        {
            return;
        }

        var tally = new Tally();
        foreach (var change in counted)
        {
            tally.Add(change);
            var lag = Round(Math.Max(0, (committedAt - change.ChangedAt).TotalMilliseconds));
            _lags[lag] = _lags.GetValueOrDefault(lag) + 1;
        }

        if (!_minutes.TryGetValue(minute, out var totals))
        {
            _minutes.Add(minute, totals = new Totals());
        }

        totals.Add(tally.Totals);
        _committedAt = committedAt > _committedAt ? committedAt : _committedAt;
    }

    /// <summary>Adds a count of something that happened; zeros are left out.</summary>
    public void Add(Metric metric, double count)
    {
        if (count != 0)
        {
            _counts.Add((metric, count));
        }
    }

    /// <summary>Everything gathered, as CloudWatch takes it.</summary>
    public IReadOnlyList<MetricDatum> Take(DateTimeOffset now)
    {
        var data = new List<MetricDatum>();
        foreach (var (minute, totals) in _minutes.Where(minute => now - minute.Key.Start < AgeMax))
        {
            data.AddRange(Sums(minute.Start, totals));
        }

        data.AddRange(_lags.Chunk(ValuesMax).Select(lags => MetricCatalogue.Lag.Distribution(lags, _committedAt)));
        data.AddRange(_counts.Select(count => count.Metric.Count(count.Count, now)));
        return data;
    }

    private static IEnumerable<MetricDatum> Sums(DateTimeOffset at, Totals totals)
    {
        if (totals.Orders != 0)
        {
            yield return MetricCatalogue.Orders.Count(totals.Orders, at);
        }

        if (totals.Cancelled != 0)
        {
            yield return MetricCatalogue.Cancelled.Count(totals.Cancelled, at);
        }

        if (totals.Units != 0)
        {
            yield return MetricCatalogue.Units.Count(totals.Units, at);
        }

        foreach (var (currency, minor) in totals.Revenue.Sums)
        {
            yield return MetricCatalogue.Revenue.Count((double)minor / Math.Pow(10, currency.Exponent), at, currency);
        }
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
