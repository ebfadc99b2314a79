using Analytics.Core.Goals;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Alerts;

/// <summary>The sales of each minute of the past, for asking about many windows. Not thread-safe.</summary>
/// <remarks>
/// It uses the orders as they are now: an order that was cancelled since is not sold. For a minute of the past, <see cref="Sum"/> leaves
/// out the minutes from <see cref="Until"/> on, since they had not begun.
/// </remarks>
internal sealed class SalesHistory : IMinuteSales
{
    private const int LanesReadAtOnce = 16;

    private readonly List<MinuteRange> _ranges;
    private readonly List<Totals?[]> _totals;
    private readonly SlidingItems _items = new();
    private Int128[]?[] _prefixes = [];
    private SalesFigure? _figure;

    private SalesHistory(List<MinuteRange> ranges) =>
        (_ranges, _totals) = (ranges, [.. ranges.Select(range => new Totals?[range.Minutes])]);

    /// <summary>The first minute that has not begun at the moment that is asked about.</summary>
    public Minute Until { get; set; } = new(long.MaxValue / 2);

    /// <summary>Reads the minutes of some ranges.</summary>
    /// <param name="store">The minutes.</param>
    /// <param name="spans">The ranges. They may overlap.</param>
    /// <param name="withItems">Whether items are asked about.</param>
    /// <param name="sku">The only item that is asked about; null for any.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document is damaged or has a newer format.</exception>
    public static async Task<SalesHistory> ReadAsync(
        IMinuteStore store, IEnumerable<MinuteRange> spans, bool withItems, string? sku, CancellationToken cancellationToken)
    {
        var history = new SalesHistory(Merged(spans));
        if (await store.ReadExtentAsync(cancellationToken) is not { } extent)
        {
            return history;
        }

        var gate = new Lock();
        var read = withItems ? SumsRead.Items : SumsRead.Totals;
        foreach (var range in history._ranges)
        {
            await Bounded.ForEachAsync(extent.Partitions(range), LanesReadAtOnce, async (partition, token) =>
            {
                await foreach (var minute in store.ReadSumsAsync(partition.Lane, partition.Minutes, read, token))
                {
                    lock (gate)
                    {
                        history.Add(minute, withItems, sku);
                    }
                }
            }, cancellationToken);
        }

        return history;
    }

    /// <inheritdoc/>
    public Int128 Sum(SalesFigure figure, MinuteRange range)
    {
        if (_figure != figure)
        {
            _figure = figure;
            _prefixes = [.. _totals.Select(minutes => PrefixesOf(minutes, figure))];
        }

        var to = range.To < Until ? range.To : Until;
        var index = _ranges.FindIndex(one => one.From <= range.From && to <= one.To);
        if (to <= range.From || index < 0)
        {
            return 0;
        }

        var (prefixes, start) = (_prefixes[index]!, _ranges[index].From.Number);
        return prefixes[to.Number - start] - prefixes[range.From.Number - start];
    }

    /// <inheritdoc/>
    /// <remarks>Ranges must move forward in time.</remarks>
    public ItemUnits? Top(string? sku, MinuteRange range) => _items.Top(sku, range);

    private void Add(MinuteSums minute, bool withItems, string? sku)
    {
        if (withItems)
        {
            _items.Add(minute.Minute, minute.Tally.Items, sku);
            return;
        }

        var index = _ranges.FindIndex(range => range.Contains(minute.Minute));
        var at = minute.Minute.Number - _ranges[index].From.Number;
        (_totals[index][at] ??= new Totals()).Add(minute.Tally.Totals);
    }

    private static List<MinuteRange> Merged(IEnumerable<MinuteRange> spans)
    {
        var merged = new List<MinuteRange>();
        foreach (var span in spans.Where(span => span.Minutes > 0).OrderBy(span => span.From))
        {
            if (merged is [.., var last] && span.From <= last.To)
            {
                merged[^1] = new MinuteRange(last.From, span.To > last.To ? span.To : last.To);
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }

    private static Int128[] PrefixesOf(Totals?[] minutes, SalesFigure figure)
    {
        var prefixes = new Int128[minutes.Length + 1];
        for (var index = 0; index < minutes.Length; index++)
        {
            prefixes[index + 1] = prefixes[index] + (minutes[index] is { } totals ? figure.In(totals) : 0);
        }

        return prefixes;
    }
}
