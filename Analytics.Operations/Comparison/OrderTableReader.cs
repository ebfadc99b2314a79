using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Comparison;

/// <summary>Reads the orders of a range: through the index where only a part of the table is wanted, else by a scan.</summary>
/// <param name="scan">Reads the whole table.</param>
/// <param name="index">Finds the orders of some minutes.</param>
/// <param name="time">The clock.</param>
public sealed class OrderTableReader(OrderScan scan, OrderIndex index, TimeProvider time)
{
    private const int PartitionsAtOnce = 16;

    // The index follows the table within a second as a rule.
    private static readonly TimeSpan IndexDelay = TimeSpan.FromSeconds(2);

    /// <summary>Reads the orders of some minutes.</summary>
    /// <param name="from">Where they are read from.</param>
    /// <param name="range">Which minutes.</param>
    /// <param name="stored">What their documents have counted, read before.</param>
    /// <param name="keep">Whether the orders of a document are wanted themselves.</param>
    /// <param name="progress">Receives the number of items read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<ExpectedDocuments> ReadAsync(
        OrdersFrom from, MinuteRange range, StoredDocuments stored, Func<DocumentKey, bool> keep, IComparisonProgress progress,
        CancellationToken cancellationToken) => from switch
    {
        OrdersFrom.Table => ReadAllAsync(range, keep, progress, cancellationToken),
        _ => ReadPartAsync(range, stored, keep, progress, cancellationToken),
    };

    private async Task<ExpectedDocuments> ReadAllAsync(
        MinuteRange range, Func<DocumentKey, bool> keep, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var expected = new ExpectedDocuments(range, keep);
        await ScanAsync(expected, progress, cancellationToken);
        return expected;
    }

    // An order that a document has counted and the index does not name was deleted, or another writer made it or moved it.
    // Then the table is scanned for it.
    private async Task<ExpectedDocuments> ReadPartAsync(
        MinuteRange range, StoredDocuments stored, Func<DocumentKey, bool> keep, IComparisonProgress progress,
        CancellationToken cancellationToken)
    {
        var expected = new ExpectedDocuments(range, keep);
        await ReadIndexAsync(expected, range, cancellationToken);
        if (IsMissingAny())
        {
            await Task.Delay(IndexDelay, time, cancellationToken);
            await ReadIndexAsync(expected, range, cancellationToken);
            if (IsMissingAny())
            {
                progress.Say("Some orders that were counted in these minutes are not in the index; looking for them in the whole table");
                await ScanAsync(expected, progress, cancellationToken);
            }
        }

        return expected;

        bool IsMissingAny() =>
            stored.Documents.Values.Any(document => document.OrderHashes.Any(hash => !expected.OrderHashes.Contains(hash)));
    }

    private Task ReadIndexAsync(ExpectedDocuments expected, MinuteRange range, CancellationToken cancellationToken) =>
        Bounded.ForEachAsync(
            from day in Days(range) from shard in Enumerable.Range(0, OrderIndex.Shards) select (day, shard), PartitionsAtOnce,
            async (partition, token) =>
            {
                await foreach (var items in index.ReadAsync(partition.shard, partition.day, token))
                {
                    expected.Add(items);
                }
            },
            cancellationToken);

    private static IEnumerable<MinuteRange> Days(MinuteRange range)
    {
        for (var from = range.From; from < range.To;)
        {
            var day = new MinuteRange(from, MinuteRange.DayOf(from).To).Intersect(range);
            yield return day;
            from = day.To;
        }
    }

    private async Task ScanAsync(ExpectedDocuments expected, IComparisonProgress progress, CancellationToken cancellationToken)
    {
        progress.Begin(await scan.EstimateAsync(cancellationToken));
        await Bounded.ForEachAsync(Enumerable.Range(0, scan.Segments), scan.Segments, async (segment, token) =>
        {
            await foreach (var items in scan.ReadSegmentAsync(segment, token))
            {
                expected.Add(items);
                progress.Scanned(items.Count);
            }
        }, cancellationToken);
        progress.Complete();
    }
}

/// <summary>Where orders are read from.</summary>
public enum OrdersFrom
{
    /// <summary>The index, at a cost that goes with the range. An order that another writer made need not be in it.</summary>
    Index,

    /// <summary>The whole table, by a scan.</summary>
    Table,
}
