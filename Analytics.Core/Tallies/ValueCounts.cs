using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>How many placed orders have which value, by currency and <see cref="ValueBuckets"/>. Not thread-safe.</summary>
/// <remarks>
/// The value of an order is its revenue. Counts can be negative, as a change takes back what it replaces, and those of 0 are removed: equal
/// orders always give equal values, in whatever order they were added.
/// </remarks>
public sealed class ValueCounts : IEquatable<ValueCounts>
{
    // The number of a key's low bits for the bucket, and what makes a bucket positive.
    private const int BucketBits = 12;
    private const int BucketBase = 1 << (BucketBits - 1);

    // Sorted by currency code, and then by bucket. Flat, so that counting an order allocates nothing once the arrays have grown.
    private int[] _keys = [];
    private long[] _counts = [];

    /// <summary>Number of counts that are not 0.</summary>
    public int Count { get; private set; }

    /// <summary>The counts that are not 0, ordered by currency code and bucket.</summary>
    public IEnumerable<(Currency Currency, int Bucket, long Count)> All
    {
        get
        {
            for (var index = 0; index < Count; index++)
            {
                yield return (
                    Currency.OfIndex(_keys[index] >> BucketBits), (_keys[index] & (2 * BucketBase - 1)) - BucketBase, _counts[index]);
            }
        }
    }

    /// <summary>Adds to the count of a bucket. May be negative.</summary>
    /// <exception cref="OverflowException">The count does not fit 64 bits.</exception>
    public void Add(Currency currency, int bucket, long count) => Add(currency.Index << BucketBits | bucket + BucketBase, count);

    /// <summary>Adds other values; subtracts them if <paramref name="sign"/> is -1.</summary>
    public void Add(ValueCounts other, int sign = 1)
    {
        for (var index = 0; index < other.Count; index++)
        {
            Add(other._keys[index], sign * other._counts[index]);
        }
    }

    /// <summary>
    /// A percentile in each currency with orders, in minor units, ordered by code: within 1% of the exact one by
    /// nearest rank.
    /// </summary>
    /// <param name="percent">1 to 100.</param>
    public IEnumerable<KeyValuePair<Currency, Int128>> Percentile(int percent)
    {
        foreach (var currency in All.GroupBy(count => count.Currency))
        {
            var rank = ((Int128)currency.Sum(count => count.Count) * percent + 99) / 100;
            var reached = (Int128)0;
            foreach (var (_, bucket, count) in currency)
            {
                reached += count;
                if (rank > 0 && reached >= rank)
                {
                    yield return KeyValuePair.Create(currency.Key, (Int128)ValueBuckets.ValueOf(bucket));
                    break;
                }
            }
        }
    }

    internal void Clear() => Count = 0;

    private void Add(int key, long count)
    {
        var index = Array.BinarySearch(_keys, 0, Count, key);
        if (index >= 0)
        {
            _counts[index] += count;
            if (_counts[index] == 0)
            {
                Count--;
                Array.Copy(_keys, index + 1, _keys, index, Count - index);
                Array.Copy(_counts, index + 1, _counts, index, Count - index);
            }
        }
        else if (count != 0)
        {
            Insert(~index, key, count);
        }
    }

    private void Insert(int index, int key, long count)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, Count * 2));
            Array.Resize(ref _counts, _keys.Length);
        }

        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_counts, index, _counts, index + 1, Count - index);
        (_keys[index], _counts[index]) = (key, count);
        Count++;
    }

    /// <inheritdoc/>
    public bool Equals(ValueCounts? other) => other is not null
        && _keys.AsSpan(0, Count).SequenceEqual(other._keys.AsSpan(0, other.Count))
        && _counts.AsSpan(0, Count).SequenceEqual(other._counts.AsSpan(0, other.Count));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;
}
