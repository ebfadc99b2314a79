using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Minute documents and rollups in memory, through the real form of the documents' items.</summary>
internal class InMemoryMinuteStore : IMinuteStore, IRollupStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Lane, string Sort), Dictionary<string, AttributeValue>> _items = [];
    private readonly SortedDictionary<(int Lane, string Sort), Dictionary<string, AttributeValue>> _pieces = [];
    private readonly Dictionary<RollupPeriod, (long Late, long Summed, RollupSum? Sum)> _rollups = [];

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>How many parts of minutes were given out to whoever adds up a range.</summary>
    public int PartsSummed { get; private set; }

    /// <summary>How many of them were given out with their items.</summary>
    public int ItemsSummed { get; private set; }

    /// <summary>The most rollups that one reading gave out with their items.</summary>
    public int RollupsReadMax { get; private set; }

    /// <summary>Runs once in the middle of the next read of a document's parts, which is no snapshot.</summary>
    public Func<Task>? WithinRead { get; set; }

    /// <summary>Runs once after the minutes of the next range were read.</summary>
    public Func<Task>? AfterRange { get; set; }

    public virtual async Task<IReadOnlyList<MinuteHead>> ReadPartsAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var before = Parts(key);
        if (WithinRead is not { } meanwhile)
        {
            return before;
        }

        WithinRead = null;
        await meanwhile();
        return [.. before, .. Parts(key).Skip(before.Count)];
    }

    public Task<IReadOnlyList<MinuteSegment>> FindPiecesAsync(DocumentKey key, int from, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<MinuteSegment>>([.. Pieces(key).Where(piece => piece.Number >= from)]);
        }
    }

    public async IAsyncEnumerable<MinuteSegment> FindPiecesAsync(
        int lane, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteSegment> pieces;
        lock (_gate)
        {
            pieces = [.. _pieces.Where(item => item.Key.Lane == lane).Select(item => MinuteSegmentItem.Read(item.Value)).Where(piece => range.Contains(piece.Key.Minute))];
        }

        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }

    private List<MinuteHead> Parts(DocumentKey key)
    {
        lock (_gate)
        {
            Reads++;
            return [.. _items
                .Where(item => item.Key.Lane == key.Lane && item.Key.Sort.StartsWith($"{key.Minute}#", StringComparison.Ordinal))
                .Select(item => MinuteItem.Read(item.Value))];
        }
    }

    private IEnumerable<MinuteSegment> Pieces(DocumentKey key) => _pieces
        .Where(item => item.Key.Lane == key.Lane && item.Key.Sort.StartsWith($"{key.Minute}#", StringComparison.Ordinal))
        .Select(item => MinuteSegmentItem.Read(item.Value));

    /// <summary>Puts an item of a part in as it is.</summary>
    public void Put(Dictionary<string, AttributeValue> item)
    {
        lock (_gate)
        {
            _items[(MinuteItem.KeyOf(item).Key.Lane, item[MinuteItem.SortKey].S)] = item;
        }
    }

    public virtual Task<HeadWrite> TryWriteAsync(
        MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes++;
            var part = write.Part;
            if (write.Piece is { } piece)
            {
                var item = MinuteSegmentItem.Write(piece);
                _pieces[(piece.Key.Lane, item[MinuteItem.SortKey].S)] = item;
            }

            var at = (part.Key.Lane, MinuteItem.SortOf(part.Key.Minute, part.Number));
            var current = _items.TryGetValue(at, out var there) ? MinuteItem.Read(there) : null;
            if ((current?.Revision ?? 0) != part.Revision - 1)
            {
                return Task.FromResult<HeadWrite>(new HeadWrite.Lost(current));
            }

            _items[at] = MinuteItem.Write(part);
            foreach (var period in over)
            {
                var rollup = _rollups.GetValueOrDefault(period);
                _rollups[period] = rollup with { Late = rollup.Late + 1 };
            }

            return Task.FromResult<HeadWrite>(new HeadWrite.Written());
        }
    }

    public async IAsyncEnumerable<MinuteHead> ReadPartsAsync(
        int lane, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteHead> parts;
        lock (_gate)
        {
            parts = [.. _items.Where(item => item.Key.Lane == lane).Select(item => MinuteItem.Read(item.Value)).Where(part => range.Contains(part.Key.Minute))];
        }

        foreach (var part in parts)
        {
            await Task.Yield();
            yield return part;
        }
    }

    public Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_items
                .Where(item => item.Key.Lane == lane)
                .Select(item => (Minute?)MinuteItem.KeyOf(item.Value).Key.Minute)
                .FirstOrDefault(minute => range.Contains(minute!.Value)));
        }
    }

    public async IAsyncEnumerable<MinuteSums> ReadRangeAsync(
        int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteSums> sums;
        lock (_gate)
        {
            sums = [.. _items
                .Where(item => item.Key.Lane == lane)
                .Where(item => range.Contains(MinuteItem.KeyOf(item.Value).Key.Minute))
                .Select(item => Sums(item.Value, withItems: read != SumsRead.Totals))];
            PartsSummed += sums.Count;
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

    public Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, bool withItems, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var states = _rollups
                .Where(rollup => rollup.Key.Length == length && minutes.Contains(rollup.Key.Start))
                .ToDictionary(
                    rollup => rollup.Key,
                    rollup => new RollupState(rollup.Value.Late, rollup.Value.Late == rollup.Value.Summed ? Copy(rollup.Value.Sum) : null));
            RollupsReadMax = withItems ? Math.Max(RollupsReadMax, states.Count) : RollupsReadMax;
            return Task.FromResult<IReadOnlyDictionary<RollupPeriod, RollupState>>(states);
        }
    }

    public Task<bool> TryKeepAsync(RollupPeriod period, RollupSum sum, long lateBefore, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isTrue = _rollups.GetValueOrDefault(period).Late == lateBefore;
            if (isTrue)
            {
                _rollups[period] = (lateBefore, lateBefore, Copy(sum));
            }

            return Task.FromResult(isTrue);
        }
    }

    public Task MarkStaleAsync(RollupPeriod period, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rollup = _rollups.GetValueOrDefault(period);
            _rollups[period] = rollup with { Late = rollup.Late + 1 };
            return Task.CompletedTask;
        }
    }

    public void Remove(DocumentKey key)
    {
        lock (_gate)
        {
            _items.Keys.Where(at => at.Lane == key.Lane && at.Sort.StartsWith($"{key.Minute}#", StringComparison.Ordinal))
                .ToList().ForEach(at => _items.Remove(at));
        }
    }

    private MinuteSums Sums(Dictionary<string, AttributeValue> item, bool withItems)
    {
        var sums = MinuteItem.ReadSums(withItems ? item : WithoutItems(item));
        foreach (var piece in withItems ? sums.Pieces.Pick(Pieces(sums.Key)) ?? throw WholeDocuments.Missing(sums.Key) : [])
        {
            ItemsFormat.DecodeInto(sums.Tally, piece.Items.Span);
        }

        return sums;
    }

    private static RollupSum? Copy(RollupSum? sum) => sum is null ? null : RollupSum.Nothing.Plus(sum.Tally, sum.CommittedAt);

    private static Dictionary<string, AttributeValue> WithoutItems(Dictionary<string, AttributeValue> item) =>
        item.Where(attribute => attribute.Key != MinuteItem.Items).ToDictionary();
}
