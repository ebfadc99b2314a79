namespace Analytics.Core.Tallies;

/// <summary>The sums that do not tell items apart. Not thread-safe.</summary>
public sealed class Totals : IEquatable<Totals>
{
    /// <summary>Orders that are placed and not cancelled.</summary>
    public long Orders { get; set; }

    /// <summary>Orders that were cancelled.</summary>
    public long Cancelled { get; set; }

    /// <summary>Units in placed orders.</summary>
    public long Units { get; set; }

    /// <summary>What placed orders cost, by currency.</summary>
    public Revenue Revenue { get; } = new();

    /// <summary>Whether every sum is zero.</summary>
    public bool IsEmpty => Orders == 0 && Cancelled == 0 && Units == 0 && Revenue.Count == 0;

    /// <summary>Adds another's sums, or takes them away with a <paramref name="sign"/> of -1.</summary>
    /// <exception cref="OverflowException">A sum would not fit.</exception>
    public void Add(Totals other, int sign = 1)
    {
        Orders += sign * other.Orders;
        Cancelled += sign * other.Cancelled;
        Units += sign * other.Units;
        Revenue.Add(other.Revenue, sign);
    }

    internal void Clear()
    {
        Orders = Cancelled = Units = 0;
        Revenue.Clear();
    }

    /// <inheritdoc/>
    public bool Equals(Totals? other) =>
        other is not null && Orders == other.Orders && Cancelled == other.Cancelled && Units == other.Units
        && Revenue.Equals(other.Revenue);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Totals);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Orders, Cancelled, Units);

    /// <inheritdoc/>
    public override string ToString() => $"{Orders} orders, {Cancelled} cancelled, {Units} units, {Revenue}";
}
