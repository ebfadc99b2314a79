using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Alerts;

/// <summary>The units of items in a window that moves forward over minutes. Not thread-safe.</summary>
internal sealed class SlidingItems
{
    private readonly Dictionary<Minute, List<ItemUnits>> _minutes = [];
    private readonly Dictionary<string, long> _window = new(StringComparer.Ordinal);
    private MinuteRange _range;

    /// <summary>Adds what a document of a minute sold. All are added before the first question.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="items">The items.</param>
    /// <param name="sku">The only item to add; null for all.</param>
    public void Add(Minute minute, IReadOnlyDictionary<string, ItemTally> items, string? sku)
    {
        if (!_minutes.TryGetValue(minute, out var sold))
        {
            _minutes.Add(minute, sold = []);
        }

        sold.AddRange(items.Where(item => sku is null || item.Key == sku).Select(item => new ItemUnits(item.Key, item.Value.Units)));
    }

    /// <summary>The units of an item, or of the one with most, in a range that does not begin before that of the last question.</summary>
    public ItemUnits? Top(string? sku, MinuteRange range)
    {
        Move(range);
        if (sku is not null)
        {
            return _window.TryGetValue(sku, out var units) ? new ItemUnits(sku, units) : null;
        }

        ItemUnits? top = null;
        foreach (var (name, units) in _window)
        {
            if (top is not { } best || units > best.Units || (units == best.Units && string.CompareOrdinal(name, best.Sku) < 0))
            {
                top = new ItemUnits(name, units);
            }
        }

        return top;
    }

    private void Move(MinuteRange range)
    {
        var (left, entered) = _range.To <= range.From
            ? (_range, range)
            : (new MinuteRange(_range.From, range.From), new MinuteRange(_range.To, range.To));
        Add(left, -1);
        Add(entered, 1);
        _range = range;
    }

    private void Add(MinuteRange minutes, int sign)
    {
        for (var minute = minutes.From; minute < minutes.To; minute = minute.Plus(1))
        {
            foreach (var (sku, units) in _minutes.GetValueOrDefault(minute) ?? [])
            {
                var sum = _window.GetValueOrDefault(sku) + sign * units;
                if (sum == 0)
                {
                    _window.Remove(sku);
                }
                else
                {
                    _window[sku] = sum;
                }
            }
        }
    }
}
