using System.Numerics;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Sales of one SKU in one slice and currency. <c>Minor</c> is the revenue in minor units.</summary>
internal struct ItemCell
{
    public string Sku;
    public Slice Slice;
    public Currency? Currency;

    /// <summary>The hash of the SKU and the slice; see <see cref="ItemCells.HashOf"/>.</summary>
    public int Hash;
    public long Orders;
    public long Units;

    /// <summary>Number of units in cancelled orders.</summary>
    public long Cancelled;

    /// <summary>Number of units of placed orders that came back.</summary>
    public long Refunded;
    public Int128 Minor;

    public readonly ItemCounts Counts => new(Orders, Units, Cancelled, Refunded);
}

/// <summary>Hash table of item sales in flat arrays, with one cell for each SKU, slice and currency. Not thread-safe.</summary>
/// <remarks>
/// Orders and other counts of a SKU are the sums over its cells: an order has one slice and one currency, so it adds to the cell of these
/// only. If only the sum over all currencies is known, as in a stored document, any one of the cells of the SKU and slice holds it. Cells
/// are in insertion order and found by open addressing with linear probing. So adding to a cell allocates no object, and clearing the
/// table touches no cell.
/// </remarks>
internal sealed class ItemCells
{
    private const int CapacityMin = 8;

    // 2^32 divided by the golden ratio. Multiplying by it spreads hashes over the top bits (Knuth, TAOCP 3, 6.4).
    private const uint Golden = 0x9E3779B9;

    private ItemCell[] _cells = [];
    private int[] _buckets = [];
    private int _shift;

    /// <summary>Number of cells, including those whose values are back at zero.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<ItemCell> All => _cells.AsSpan(0, Count);

    /// <summary>Whether any cell was added for a slice other than <see cref="Slice.None"/>.</summary>
    public bool HaveSlices { get; private set; }

    /// <summary>The hash of a SKU in a slice.</summary>
    /// <param name="skuHash">The SKU's <see cref="NameHash"/>.</param>
    /// <param name="slice">The slice.</param>
    public static int HashOf(int skuHash, Slice slice) => unchecked(skuHash + slice.Hash);

    /// <summary>
    /// Returns the cell of a SKU, slice and currency, and adds it if it is missing. The reference is valid until the next call.
    /// </summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="hash">Their <see cref="HashOf"/>.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="currency">The currency; null for an item without known revenue.</param>
    public ref ItemCell At(string sku, int hash, Slice slice, Currency? currency)
    {
        if (Count == _cells.Length)
        {
            Grow();
        }

        var mask = _buckets.Length - 1;
        for (var bucket = BucketOf(hash, currency); ; bucket = (bucket + 1) & mask)
        {
            var index = _buckets[bucket];
            if (index == 0)
            {
                _buckets[bucket] = ++Count;

                // Set field by field: an object initializer would build the cell elsewhere and copy it, which takes twice as long.
                ref var made = ref _cells[Count - 1];
                made.Sku = sku;
                made.Slice = slice;
                HaveSlices |= !slice.IsNone;
                made.Currency = currency;
                made.Hash = hash;
                made.Orders = made.Units = made.Cancelled = made.Refunded = 0;
                made.Minor = 0;
                return ref made;
            }

            ref var cell = ref _cells[index - 1];
            if (cell.Hash == hash && ReferenceEquals(cell.Currency, currency)
                && (ReferenceEquals(cell.Slice, slice) || cell.Slice.Equals(slice))
                && (ReferenceEquals(cell.Sku, sku) || string.Equals(cell.Sku, sku, StringComparison.Ordinal)))
            {
                return ref cell;
            }
        }
    }

    /// <summary>Removes all cells and keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_buckets);
        Count = 0;
        HaveSlices = false;
    }

    /// <summary>Grows the table to hold <paramref name="more"/> further cells.</summary>
    public void Reserve(int more)
    {
        while (_cells.Length < Count + more)
        {
            Grow();
        }
    }

    /// <summary>Fills <paramref name="indexes"/> with cell indexes sorted by SKU, ordinal, then by slice and by currency code.</summary>
    public void Sort(Span<int> indexes)
    {
        for (var index = 0; index < indexes.Length; index++)
        {
            indexes[index] = index;
        }

        var cells = _cells;
        indexes.Sort((left, right) => string.CompareOrdinal(cells[left].Sku, cells[right].Sku) is var order and not 0 ? order
            : cells[left].Slice.CompareTo(cells[right].Slice) is var ofSlices and not 0 ? ofSlices
            : (cells[left].Currency?.Index ?? 0) - (cells[right].Currency?.Index ?? 0));
    }

    private void Grow()
    {
        // A document that outgrows the smallest table usually reaches several hundred cells.
        var capacity = Math.Max(CapacityMin, _cells.Length * (_cells.Length < 512 ? 4 : 2));
        Array.Resize(ref _cells, capacity);
        _buckets = new int[capacity * 2];
        _shift = 32 - BitOperations.Log2((uint)_buckets.Length);
        var mask = _buckets.Length - 1;
        for (var index = 0; index < Count; index++)
        {
            var bucket = BucketOf(_cells[index].Hash, _cells[index].Currency);
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & mask;
            }

            _buckets[bucket] = index + 1;
        }
    }

    private int BucketOf(int hash, Currency? currency) =>
        (int)(unchecked((uint)(hash ^ (currency?.Index ?? 0)) * Golden) >> _shift);
}
