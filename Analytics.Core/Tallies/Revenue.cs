using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Sums of money, each currency for itself: euros are never added to dollars.</summary>
/// <remarks>
/// Amounts are minor units in 128 bits: orders at the limit of the rules would overflow 64 bits after some hundred, and a total
/// must not fail for that. A currency whose sum is zero is not there, so that sums compare equal however they came about.
/// Not thread-safe.
/// </remarks>
public sealed class Revenue : IEquatable<Revenue>
{
    private readonly SortedList<Currency, Int128> _minor = [];

    /// <summary>The sums in order of their currency codes; none of them is zero.</summary>
    public IEnumerable<KeyValuePair<Currency, Int128>> Sums => _minor;

    /// <summary>How many currencies have a sum.</summary>
    public int Count => _minor.Count;

    /// <summary>The sum in one currency, in minor units; 0 when there is none.</summary>
    public Int128 this[Currency currency] => _minor.GetValueOrDefault(currency);

    /// <summary>Adds an amount in minor units.</summary>
    public void Add(Currency currency, Int128 minor)
    {
        var sum = this[currency] + minor;
        if (sum == 0)
        {
            _minor.Remove(currency);
        }
        else
        {
            _minor[currency] = sum;
        }
    }

    /// <summary>Adds all sums of another, or takes them away with a <paramref name="sign"/> of -1.</summary>
    public void Add(Revenue other, int sign = 1)
    {
        foreach (var (currency, minor) in other._minor)
        {
            Add(currency, sign * minor);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Revenue? other) => other is not null && _minor.SequenceEqual(other._minor);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Revenue);

    /// <inheritdoc/>
    public override int GetHashCode() => _minor.Aggregate(0, (hash, sum) => HashCode.Combine(hash, sum.Key, sum.Value));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", _minor.Select(sum => $"{MinorUnits.Format(sum.Value, sum.Key.Exponent)} {sum.Key}"));
}
