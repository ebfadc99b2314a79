namespace Analytics.Core.Tallies;

/// <summary>Sums over orders, without a breakdown by item. Not thread-safe.</summary>
public sealed class Totals : IEquatable<Totals>
{
    /// <summary>Number of orders that are placed and not cancelled.</summary>
    public long Orders { get; set; }

    /// <summary>Number of cancelled orders.</summary>
    public long Cancelled { get; set; }

    /// <summary>Number of units in placed orders.</summary>
    public long Units { get; set; }

    /// <summary>Revenue of placed orders, by currency.</summary>
    public Revenue Revenue { get; } = new();

    /// <summary>Whether every sum is zero.</summary>
    public bool IsEmpty => Orders == 0 && Cancelled == 0 && Units == 0 && Revenue.Count == 0;

    /// <summary>Adds other totals; subtracts them if <paramref name="sign"/> is -1.</summary>
    /// <exception cref="OverflowException">A sum does not fit its type.</exception>
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
