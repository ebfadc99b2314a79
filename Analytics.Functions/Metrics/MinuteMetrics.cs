using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Metrics;

/// <summary>The metrics of the changes that a batch counted in one minute. Not thread-safe.</summary>
internal sealed class MinuteMetrics
{
    private readonly Tally _tally = new();
    private readonly OrderValues _values = new();

    /// <summary>Number of changes added.</summary>
    public int Changes { get; private set; }

    /// <summary>Adds a change that was counted in a document of this minute.</summary>
    public void Add(Change change, DocumentKey key)
    {
        Changes++;
        change.AddTo(_tally, key);
        if (change.PlacedIn is { } currency)
        {
            _values.Add(change.RevenueMinor, currency);
        }
    }

    /// <summary>Everything added, as CloudWatch data; sums that are zero are left out.</summary>
    public IEnumerable<MetricDatum> Data(DateTimeOffset minute, MetricItems items, int maxValues) =>
        [.. Totals(minute), .. Values(minute, maxValues), .. Items(minute, items)];

    private IEnumerable<MetricDatum> Totals(DateTimeOffset minute)
    {
        var totals = _tally.Totals;
        foreach (var (metric, sum) in new[]
                 {
                     (MetricCatalogue.Orders, totals.Orders), (MetricCatalogue.Cancelled, totals.Cancelled),
                         (MetricCatalogue.Units, totals.Units),
                 })
        {
            if (sum != 0)
            {
                yield return metric.Count(sum, minute);
            }
        }

        foreach (var (currency, minor) in totals.Revenue.Sums)
        {
            yield return MetricCatalogue.Revenue.Count(OrderValues.Major(minor, currency), minute, currency.Code);
        }
    }

    private IEnumerable<MetricDatum> Values(DateTimeOffset minute, int maxValues) =>
        from ofCurrency in _values.ByCurrency
        from some in ofCurrency.Value.Chunk(maxValues)
        select MetricCatalogue.OrderValue.Distribution(some, minute, ofCurrency.Key.Code);

    private IEnumerable<MetricDatum> Items(DateTimeOffset minute, MetricItems items) =>
        from item in _tally.Items
        group item.Value.Units by items.SeriesOf(item.Key) into series
        where series.Sum() != 0
        orderby series.Key
        select MetricCatalogue.ItemUnits.Count(series.Sum(), minute, series.Key);
}
