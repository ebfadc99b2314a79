using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Numbers of orders, cancelled orders and units, by currency. Not thread-safe.</summary>
/// <remarks>
/// An order has one currency, so the sums over all currencies are those of all orders. A currency whose numbers are all zero is removed,
/// so equal counts compare equal regardless of how they were computed. A shop uses few currencies, so they are in an array.
/// </remarks>
public sealed class CurrencyCounts : IEquatable<CurrencyCounts>
{
    private CurrencyCount[] _counts = [];

    /// <summary>The currencies with a non-zero number, ordered by code.</summary>
    public IEnumerable<CurrencyCount> All => _counts.Take(Count);

    /// <summary>Number of currencies with a non-zero number.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers of one currency; zeros if there are none.</summary>
    public CurrencyCount this[Currency currency] =>
        IndexOf(currency) is var index and >= 0 ? _counts[index] : new CurrencyCount(currency, 0, 0, 0);

    /// <summary>The numbers of all currencies.</summary>
    public (long Orders, long Cancelled, long Units) Sum
    {
        get
        {
            var (orders, cancelled, units) = (0L, 0L, 0L);
            foreach (ref readonly var count in _counts.AsSpan(0, Count))
            {
                orders += count.Orders;
                cancelled += count.Cancelled;
                units += count.Units;
            }

            return (orders, cancelled, units);
        }
    }

    /// <summary>Adds numbers of a currency. They may be negative.</summary>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public void Add(Currency currency, long orders, long cancelled, long units)
    {
        var index = IndexOf(currency);
        if (index < 0)
        {
            if ((orders | cancelled | units) != 0)
            {
                Insert(new CurrencyCount(currency, orders, cancelled, units));
            }

            return;
        }

        ref var count = ref _counts[index];
        count = new CurrencyCount(currency, count.Orders + orders, count.Cancelled + cancelled, count.Units + units);
        if (count.IsZero)
        {
            _counts.AsSpan(index + 1, --Count - index).CopyTo(_counts.AsSpan(index));
        }
    }

    /// <summary>Adds the numbers of another instance; subtracts them if <paramref name="sign"/> is -1.</summary>
    public void Add(CurrencyCounts other, int sign = 1)
    {
        foreach (ref readonly var count in other._counts.AsSpan(0, other.Count))
        {
            Add(count.Currency, sign * count.Orders, sign * count.Cancelled, sign * count.Units);
        }
    }

    internal void Clear() => Count = 0;

    private int IndexOf(Currency currency)
    {
        for (var index = 0; index < Count; index++)
        {
            if (ReferenceEquals(_counts[index].Currency, currency))
            {
                return index;
            }
        }

        return -1;
    }

    private void Insert(CurrencyCount added)
    {
        if (Count == _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(1, Count * 2));
        }

        var index = Count++;
        for (; index > 0 && _counts[index - 1].Currency.CompareTo(added.Currency) > 0; index--)
        {
            _counts[index] = _counts[index - 1];
        }

        _counts[index] = added;
    }

    /// <inheritdoc/>
    public bool Equals(CurrencyCounts? other) =>
        other is not null && _counts.AsSpan(0, Count).SequenceEqual(other._counts.AsSpan(0, other.Count));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CurrencyCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => Sum.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", All.Select(
        count => $"{count.Orders} orders, {count.Cancelled} cancelled, {count.Units} units in {count.Currency}"));
}

/// <summary>Numbers of orders in one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Orders">Number of orders that are placed and not cancelled.</param>
/// <param name="Cancelled">Number of cancelled orders.</param>
/// <param name="Units">Number of units in placed orders.</param>
public readonly record struct CurrencyCount(Currency Currency, long Orders, long Cancelled, long Units)
{
    internal bool IsZero => (Orders | Cancelled | Units) == 0;
}
