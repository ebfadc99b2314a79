using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;

namespace Analytics.Functions.Metrics;

/// <summary>The metrics of changes that another process than the analytics function counted, by the minute of their orders.</summary>
public static class PastMetrics
{
    /// <summary>Orders, cancellations, units, revenue, values and items of the changes, as the analytics function reports them.</summary>
    /// <param name="changes">The changes; those of one order in their sequence.</param>
    /// <param name="items">Items that get a metric of their own.</param>
    /// <param name="now">The current time. Minutes that CloudWatch would reject as too old are left out.</param>
    public static IReadOnlyList<MetricDatum> Of(IEnumerable<OrderChange> changes, MetricItems items, DateTimeOffset now)
    {
        var table = ChangeTable.Of(changes);
        var minutes = new SortedDictionary<Minute, MinuteMetrics>();
        foreach (var document in DocumentBatch.Sort(table, Enumerable.Range(0, table.Count)).First)
        {
            if (now - document.Key.Minute.Start >= CountedMetrics.MaxAge)
            {
                continue;
            }

            if (!minutes.TryGetValue(document.Key.Minute, out var metrics))
            {
                minutes.Add(document.Key.Minute, metrics = new MinuteMetrics());
            }

            foreach (var change in document.Changes)
            {
                metrics.Add(change, document.Key);
            }
        }

        return [.. minutes.SelectMany(minute => minute.Value.Data(minute.Key.Start, items, CountedMetrics.MaxValues))];
    }
}
