using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Minute documents and rollups in memory, through the real form of the documents' items.</summary>
internal class InMemoryMinuteStore : IMinuteStore, IRollupStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Lane, Minute Minute), Dictionary<string, AttributeValue>> _heads = [];
    private readonly SortedDictionary<(int Lane, Minute Minute, string Sort), Dictionary<string, AttributeValue>> _segments = [];
    private readonly Dictionary<RollupPeriod, (long Invalidations, long SumOf, RollupSum? Sum)> _rollups = [];
    private DocumentExtent? _extent;
    private int _versions;

    /// <summary>How often the head of a document was read by itself.</summary>
    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>How many documents were given out to be summed up over a range.</summary>
    public int DocumentsSummed { get; private set; }

    /// <summary>How many of them were given out with their items.</summary>
    public int ItemsSummed { get; private set; }

    /// <summary>The most rollups that one reading gave out with their items.</summary>
    public int MaxRollupsRead { get; private set; }

    /// <summary>Runs once between the next reading of a head and that of its segments, which together are no snapshot.</summary>
    public Func<Task>? BeforeSegments { get; set; }

    /// <summary>Runs once after the extent was read the next time.</summary>
    public Func<Task>? AfterExtent { get; set; }

    /// <summary>Runs once after the minutes of the next range were read.</summary>
    public Func<Task>? AfterRange { get; set; }

    public async Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken)
    {
        DocumentExtent? extent;
        lock (_gate)
        {
            extent = _extent;
        }

        if (AfterExtent is { } meanwhile)
        {
            AfterExtent = null;
            await meanwhile();
        }

        return extent;
    }

    public Task CoverAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Cover(key);
            return Task.CompletedTask;
        }
    }

    public virtual Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Reads++;
            return Task.FromResult(_heads.TryGetValue((key.Lane, key.Minute), out var item) ? MinuteItem.Read(item) : null);
        }
    }

    public async IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
        int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in HeadsOf(lane, range))
        {
            await Task.Yield();
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
        if (BeforeSegments is { } meanwhile)
        {
            BeforeSegments = null;
            await meanwhile();
        }

        lock (_gate)
        {
            return [.. SegmentsOf(key).Where(segment => segment.Number >= from)];
        }
    }

    public async IAsyncEnumerable<MinuteSums> ReadSumsAsync(
        int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteSums> sums;
        lock (_gate)
        {
            sums = [.. HeadsOf(lane, range).Select(item => SumsOf(item, withItems: read != SumsRead.Totals))];
            DocumentsSummed += sums.Count;
            ItemsSummed += read == SumsRead.Totals ? 0 : sums.Count;
        }

        if (AfterRange is { } meanwhile)
        {
            AfterRange = null;
            await meanwhile();
        }

        foreach (var sum in sums)
        {
            await Task.Yield();
            yield return sum;
        }
    }

    public virtual Task<HeadWrite> TryWriteAsync(
        MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes++;
            var head = write.Head;
            Cover(head.Key);
            if (write is { Segment: { } segment, IsSegmentWritten: false })
            {
                PutSegment(segment.Key, MinuteSegmentItem.Write(segment));
            }

            var stored = _heads.GetValueOrDefault((head.Key.Lane, head.Key.Minute));
            if (stored is null ? head.Revision != 1
                : stored.GetValueOrDefault(MinuteItem.Revision)?.N != MinuteItem.Number(head.Revision - 1).N)
            {
                return Task.FromResult<HeadWrite>(new HeadWrite.Lost(stored is null ? null : MinuteItem.Read(stored)));
            }

            _heads[(head.Key.Lane, head.Key.Minute)] = MinuteItem.Write(head);
            Invalidate(invalidated);
            return Task.FromResult<HeadWrite>(new HeadWrite.Written());
        }
    }

    public Task<bool> TryReplaceDamagedAsync(
        DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
        CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_heads.TryGetValue((key.Lane, key.Minute), out var stored) || !IsDamaged(stored))
            {
                return Task.FromResult(false);
            }

            var state = new HeadState(at.ToUnixTimeMilliseconds(), SegmentList.None, writer, at);
            _heads[(key.Lane, key.Minute)] = MinuteItem.Write(contents.Aggregate(
                new MinuteHead(key, new Tally(), [], [], default, state),
                (head, content) => head.Plus(content, writer, at, int.MaxValue).Head));
            Invalidate(invalidated);
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var states = _rollups
                .Where(rollup => rollup.Key.Length == length && minutes.Contains(rollup.Key.Start))
                .ToDictionary(
                    rollup => rollup.Key,
                    rollup => new RollupState(
                        rollup.Value.Invalidations, rollup.Value.Invalidations == rollup.Value.SumOf ? Copy(rollup.Value.Sum) : null));
            MaxRollupsRead = read != SumsRead.Totals ? Math.Max(MaxRollupsRead, states.Count) : MaxRollupsRead;
            return Task.FromResult<IReadOnlyDictionary<RollupPeriod, RollupState>>(states);
        }
    }

    public Task<bool> TryStoreAsync(RollupPeriod period, RollupSum sum, long invalidationsBefore, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isValid = _rollups.GetValueOrDefault(period).Invalidations == invalidationsBefore;
            if (isValid)
            {
                var version = (++_versions).ToString("x16", CultureInfo.InvariantCulture);
                _rollups[period] = (invalidationsBefore, invalidationsBefore, Copy(sum)! with { Version = version });
            }

            return Task.FromResult(isValid);
        }
    }

    public Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Invalidate([period]);
            return Task.CompletedTask;
        }
    }

    /// <summary>Puts an item in as the head of a document, whatever it says.</summary>
    public void Put(DocumentKey key, Dictionary<string, AttributeValue> item)
    {
        lock (_gate)
        {
            Cover(key);
            _heads[(key.Lane, key.Minute)] = item;
        }
    }

    /// <summary>Changes the items of a document, as no writer of this version does.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="head">What happens to its head.</param>
    /// <param name="segment">What happens to its first segment; false where it is to be removed. Null to leave it alone.</param>
    public void Edit(
        DocumentKey key, Action<Dictionary<string, AttributeValue>> head, Func<Dictionary<string, AttributeValue>, bool>? segment = null)
    {
        lock (_gate)
        {
            head(_heads[(key.Lane, key.Minute)]);
            if (segment is not null && SegmentItemsOf(key).First() is var first && !segment(first))
            {
                _segments.Remove((key.Lane, key.Minute, first[MinuteItem.SortKey].S));
            }
        }
    }

    /// <summary>Removes the head of a document, as its time to live does.</summary>
    public void Remove(DocumentKey key)
    {
        lock (_gate)
        {
            _heads.Remove((key.Lane, key.Minute));
        }
    }

    private void Cover(DocumentKey key) => _extent = _extent?.With(key) ?? DocumentExtent.Of(key);

    private void PutSegment(DocumentKey key, Dictionary<string, AttributeValue> item) =>
        _segments[(key.Lane, key.Minute, item[MinuteItem.SortKey].S)] = item;

    private List<Dictionary<string, AttributeValue>> HeadsOf(int lane, MinuteRange range)
    {
        if (range.Minutes > 0 && !MinuteRange.DayOf(range.From).Contains(range.To.Plus(-1)))
        {
            throw new ArgumentException($"The minutes from {range.From} to {range.To} are not of one day.", nameof(range));
        }

        lock (_gate)
        {
            return [.. _heads.Where(head => head.Key.Lane == lane && range.Contains(head.Key.Minute)).Select(head => head.Value)];
        }
    }

    private IEnumerable<Dictionary<string, AttributeValue>> SegmentItemsOf(DocumentKey key) => _segments
        .Where(segment => segment.Key.Lane == key.Lane && segment.Key.Minute == key.Minute)
        .Select(segment => segment.Value);

    private IEnumerable<MinuteSegment> SegmentsOf(DocumentKey key) =>
        SegmentItemsOf(key).Select(MinuteSegmentItem.ReadUnlessDamaged).OfType<MinuteSegment>();

    private bool IsDamaged(Dictionary<string, AttributeValue> item)
    {
        try
        {
            var head = MinuteItem.Read(item);
            return head.Segments.Pick(SegmentsOf(head.Key)) is null;
        }
        catch (DocumentUnreadableException damaged)
        {
            return !damaged.IsNewer;
        }
    }

    private void Invalidate(IReadOnlyList<RollupPeriod> periods)
    {
        foreach (var period in periods)
        {
            var rollup = _rollups.GetValueOrDefault(period);
            _rollups[period] = rollup with { Invalidations = rollup.Invalidations + 1 };
        }
    }

    private MinuteSums SumsOf(Dictionary<string, AttributeValue> item, bool withItems)
    {
        var sums = MinuteItem.ReadSums(item, withItems);
        foreach (var segment in withItems ? sums.Segments.Pick(SegmentsOf(sums.Key)) ?? throw MinuteDocuments.Missing(sums.Key) : [])
        {
            ItemsFormat.DecodeInto(sums.Tally, segment.Items.Span);
        }

        return sums;
    }

    private static RollupSum? Copy(RollupSum? sum) =>
        sum is null ? null : RollupSum.Nothing.Plus(sum) with { Version = sum.Version };
}
