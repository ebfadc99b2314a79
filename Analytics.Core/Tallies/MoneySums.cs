using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Sums of money by currency. Amounts of different currencies are never added. Not thread-safe.</summary>
/// <remarks>
/// Amounts are 128-bit integers in minor units: a few hundred orders at the limits of the rules would overflow 64 bits, and a total must
/// not fail for that. A currency whose sum is zero is removed, so equal sums compare equal regardless of how they were computed. A shop
/// uses few currencies, so a linear search of an array is the fastest lookup.
/// </remarks>
public sealed class MoneySums : IEquatable<MoneySums>
{
    private KeyValuePair<Currency, Int128>[] _sums = [];

    /// <summary>The non-zero sums in minor units, ordered by currency code.</summary>
    public IEnumerable<KeyValuePair<Currency, Int128>> Sums => _sums.Take(Count);

    /// <summary>Number of currencies with a non-zero sum.</summary>
    public int Count { get; private set; }

    /// <summary>The sum in one currency, in minor units; 0 if there is none.</summary>
    public Int128 this[Currency currency] => IndexOf(currency) is var index and >= 0 ? _sums[index].Value : 0;

    /// <summary>Adds an amount, in minor units. May be negative.</summary>
    public void Add(Currency currency, Int128 minor)
    {
        var index = IndexOf(currency);
        if (index < 0)
        {
            if (minor != 0)
            {
                Insert(currency, minor);
            }

            return;
        }

        var sum = _sums[index].Value + minor;
        if (sum == 0)
        {
            _sums.AsSpan(index + 1, --Count - index).CopyTo(_sums.AsSpan(index));
        }
        else
        {
            _sums[index] = new KeyValuePair<Currency, Int128>(currency, sum);
        }
    }

    /// <summary>Adds all sums of another instance; subtracts them if <paramref name="sign"/> is -1.</summary>
    public void Add(MoneySums other, int sign = 1)
    {
        foreach (var (currency, minor) in other._sums.AsSpan(0, other.Count))
        {
            Add(currency, sign < 0 ? -minor : minor);
        }
    }

    internal void Clear() => Count = 0;

    private int IndexOf(Currency currency)
    {
        for (var index = 0; index < Count; index++)
        {
            if (ReferenceEquals(_sums[index].Key, currency))
            {
                return index;
            }
        }

        return -1;
    }

    private void Insert(Currency currency, Int128 minor)
    {
        if (Count == _sums.Length)
        {
            Array.Resize(ref _sums, Math.Max(1, Count * 2));
        }

        var index = Count++;
        for (; index > 0 && _sums[index - 1].Key.CompareTo(currency) > 0; index--)
        {
            _sums[index] = _sums[index - 1];
        }

        _sums[index] = new KeyValuePair<Currency, Int128>(currency, minor);
    }

    /// <inheritdoc/>
    public bool Equals(MoneySums? other) => other is not null && Sums.SequenceEqual(other.Sums);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MoneySums);

    /// <inheritdoc/>
    public override int GetHashCode() => Sums.Aggregate(0, (hash, sum) => HashCode.Combine(hash, sum.Key, sum.Value));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", Sums.Select(sum => $"{MinorUnits.Format(sum.Value, sum.Key.Exponent)} {sum.Key}"));
}
