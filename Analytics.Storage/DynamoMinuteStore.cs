using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Stores minute documents in the aggregates table. Thread-safe.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="table">The aggregates table.</param>
/// <param name="cache">Cache of segment items; null to read them from the table each time.</param>
public sealed class DynamoMinuteStore(IAmazonDynamoDB dynamoDb, string table, ItemCache? cache = null) : IMinuteStore
{
    // '$' follows '#' in ASCII, so the sort keys from "minute#" to "minute$" are all segments of that minute.
    private const string AfterMinute = "$";

    private readonly ExtentStore _extent = new(dynamoDb, table);
    private readonly MinuteWriter _writer = new(dynamoDb, table);

    public Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken) => _extent.ReadAsync(cancellationToken);

    public Task CoverAsync(DocumentKey key, CancellationToken cancellationToken) => _extent.CoverAsync(key, cancellationToken);

    public async Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken) =>
        await GetAsync(key, cancellationToken) is { } item ? MinuteItem.Read(item) : null;

    public async IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
        int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in QueryHeadsAsync(lane, range, cancellationToken))
        {
            MinuteHead head;
            try
            {
                head = MinuteItem.Read(item);
            }
            catch (DocumentUnreadableException damaged) when (unreadable is not null)
            {
                unreadable(damaged);
                continue;
            }

            yield return head;
        }
    }

    public async Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken)
    {
        var segments = new List<MinuteSegment>();
        var request = Between(
            MinuteSegmentItem.PartitionOf(key.Lane, key.Minute), MinuteSegmentItem.SortFrom(key.Minute, from), $"{key.Minute}{AfterMinute}",
            isConsistent: true);
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            if (MinuteSegmentItem.ReadUnlessDamaged(item) is { } segment)
            {
                segments.Add(segment);
            }
        }

        return segments;
    }

    public async IAsyncEnumerable<MinuteSums> ReadSumsAsync(
        int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var withSegments = new Dictionary<Minute, MinuteSums>();
        await foreach (var item in QueryHeadsAsync(lane, range, cancellationToken))
        {
            var sums = MinuteItem.ReadSums(item, read != SumsRead.Totals);
            if (read == SumsRead.Totals || sums.Segments.Count == 0)
            {
                yield return sums;
            }
            else if (cache?.Find(sums) is { } items)
            {
                sums.Tally.Add(items);
                yield return sums;
            }
            else
            {
                withSegments.Add(sums.Minute, sums);
            }
        }

        await foreach (var sums in AddSegmentsAsync(lane, withSegments, read, cancellationToken))
        {
            yield return sums;
        }
    }

    public async Task<HeadWrite> TryWriteAsync(
        MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        await _extent.CoverAsync(write.Head.Key, cancellationToken);
        return await _writer.TryWriteAsync(write, invalidated, cancellationToken);
    }

    public async Task<bool> TryReplaceDamagedAsync(
        DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
        CancellationToken cancellationToken)
    {
        var item = await GetAsync(key, cancellationToken);
        return item is not null && await IsDamagedAsync(item, cancellationToken)
            && await _writer.TryReplaceAsync(key, item, contents, writer, at, invalidated, cancellationToken);
    }

    private async Task<bool> IsDamagedAsync(Dictionary<string, AttributeValue> item, CancellationToken cancellationToken)
    {
        try
        {
            await this.ReadSegmentsAsync(MinuteItem.Read(item), 0, cancellationToken);
            return false;
        }
        catch (DocumentUnreadableException damaged)
        {
            return !damaged.IsNewer;
        }
    }

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = MinuteItem.KeyOf(key), ConsistentRead = true };
        return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? item : null;
    }

    // Segments are read after the heads that name them, so a segment that a consistent read does not find is missing. Each document is
    // returned as soon as its segments are read, because the items of a whole range would not fit into memory.
    private async IAsyncEnumerable<MinuteSums> AddSegmentsAsync(
        int lane, Dictionary<Minute, MinuteSums> left, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<MinuteSegment>();
        foreach (var run in MinuteRange.Over(left.Keys).ToList())
        {
            var request = Between(
                MinuteSegmentItem.PartitionOf(lane, run.From), $"{run.From}#", $"{run.To.Plus(-1)}{AfterMinute}",
                isConsistent: read == SumsRead.ItemsForRollup);
            await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
            {
                if (MinuteSegmentItem.ReadUnlessDamaged(item) is not { } segment)
                {
                    continue;
                }

                if (found is [var first, ..] && first.Key != segment.Key && TakeFound() is { } whole)
                {
                    yield return whole;
                }

                found.Add(segment);
            }

            if (TakeFound() is { } last)
            {
                yield return last;
            }
        }

        foreach (var late in left.Values)
        {
            yield return With(
                late, late.Segments.Pick(await FindSegmentsAsync(late.Key, 0, cancellationToken))
                ?? throw MinuteDocuments.Missing(late.Key));
        }

        // The document whose segments were found; null if some are missing or the document is not wanted.
        MinuteSums? TakeFound()
        {
            var sums = found is [var first, ..] && left.TryGetValue(first.Key.Minute, out var named)
                && named.Segments.Pick(found) is { } segments
                ? With(named, segments)
                : null;
            if (sums is not null)
            {
                left.Remove(sums.Minute);
            }

            found.Clear();
            return sums;
        }

        MinuteSums With(MinuteSums sums, IReadOnlyList<MinuteSegment> segments)
        {
            var items = new Tally();
            foreach (var segment in segments)
            {
                ItemsFormat.DecodeInto(items, segment.Items.Span);
            }

            if (read != SumsRead.ItemsForRollup)
            {
                cache?.Put(sums, items);
            }

            sums.Tally.Add(items);
            return sums;
        }
    }

    private IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryHeadsAsync(
        int lane, MinuteRange range, CancellationToken cancellationToken) =>
        range.Minutes == 0
            ? AsyncEnumerable.Empty<Dictionary<string, AttributeValue>>()
            : dynamoDb.QueryAllAsync(
                Between(MinuteItem.PartitionOf(lane, range.From), range.From.ToString(), range.To.Plus(-1).ToString(), isConsistent: true),
                cancellationToken);

    private QueryRequest Between(string partition, string from, string to, bool isConsistent) =>
        DynamoQueries.Between(table, partition, from, to, isConsistent);
}
