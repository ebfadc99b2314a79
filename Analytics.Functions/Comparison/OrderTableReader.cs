using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>Reads the orders of a range, through the index or by a scan of the whole table.</summary>
/// <param name="scan">Reads the whole table; null to read the index only, whatever it lacks.</param>
/// <param name="index">Finds the orders of a range.</param>
/// <param name="time">The clock.</param>
public sealed class OrderTableReader(OrderScan? scan, OrderIndex index, TimeProvider time)
{
    private const int PartitionsAtOnce = 16;

    /// <summary>Whether orders that the index lacks are looked for in the whole table.</summary>
    public bool Scans => scan is not null;

    // The index usually follows the table within a second.
    private static readonly TimeSpan IndexDelay = TimeSpan.FromSeconds(2);

    /// <summary>Reads the orders of a range.</summary>
    /// <param name="from">Where to read the orders from.</param>
    /// <param name="range">The minutes.</param>
    /// <param name="stored">The stored documents of the range, read before this call.</param>
    /// <param name="keep">Whether to collect the orders of a document, not only their sums.</param>
    /// <param name="progress">Receives the number of items read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
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
        var whole = scan ?? throw new InvalidOperationException("This reader may not scan the table.");
        await ScanAsync(whole, expected, progress, cancellationToken);
        return expected;
    }

    // If the index lacks an order that a document has counted, the order was deleted, or another writer created or moved it. The whole
    // table is then scanned for it, if this reader may.
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
            if (scan is not null && IsMissingAny())
            {
                progress.Say("Some orders that were counted in these minutes are not in the index; looking for them in the whole table");
                await ScanAsync(scan, expected, progress, cancellationToken);
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

    private static async Task ScanAsync(
        OrderScan scan, ExpectedDocuments expected, IComparisonProgress progress, CancellationToken cancellationToken)
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

/// <summary>Where to read orders from.</summary>
public enum OrdersFrom
{
    /// <summary>The index, at a cost proportional to the range. It may lack orders that another writer created.</summary>
    Index,

    /// <summary>The whole table, by a scan.</summary>
    Table,
}
