using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Per slice, the sums that its items do not give: orders, cancelled orders and units by currency, and amounts.</summary>
/// <remarks>Revenue of a slice is the sum over its items, so it is stored once. Not thread-safe.</remarks>
internal sealed class SliceCounts
{
    // Maximum number of slices whose memory clearing keeps.
    private const int MaxReused = 1_024;

    private readonly Dictionary<Slice, Totals> _counts = [];

    /// <summary>The slices that were added to, including those whose sums are back at zero.</summary>
    public IReadOnlyDictionary<Slice, Totals> All => _counts;

    /// <summary>The sums of a slice other than <see cref="Slice.None"/>, added if missing.</summary>
    public Totals At(Slice slice)
    {
        if (!_counts.TryGetValue(slice, out var counts))
        {
            _counts.Add(slice, counts = new Totals());
        }

        return counts;
    }

    /// <summary>Adds the sums of other slices; subtracts them if <paramref name="sign"/> is -1.</summary>
    public void Add(SliceCounts other, int sign)
    {
        foreach (var (slice, counts) in other._counts)
        {
            At(slice).Add(counts, sign);
        }
    }

    /// <summary>Sets every sum to zero.</summary>
    public void Clear()
    {
        if (_counts.Count > MaxReused)
        {
            _counts.Clear();
        }

        foreach (var counts in _counts.Values)
        {
            counts.Clear();
        }
    }
}
