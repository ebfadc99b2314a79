namespace Analytics.Core.Tallies;

/// <summary>Sales of one SKU. Not thread-safe.</summary>
public sealed class ItemTally : IEquatable<ItemTally>
{
    /// <summary>Number of placed orders that contain the SKU. An order counts once even if several of its lines have the SKU.</summary>
    public long Orders { get; private set; }

    /// <summary>Number of units in placed orders.</summary>
    public long Units { get; private set; }

    /// <summary>Number of units in cancelled orders.</summary>
    public long Cancelled { get; private set; }

    /// <summary>Number of units of placed orders that came back.</summary>
    public long Refunded { get; private set; }

    /// <summary>Revenue of these units, by currency.</summary>
    public MoneySums Revenue { get; } = new();

    internal bool IsEmpty => (Orders | Units | Cancelled | Refunded) == 0 && Revenue.Count == 0;

    internal void Add(in ItemCell cell)
    {
        Orders += cell.Orders;
        Units += cell.Units;
        Cancelled += cell.Cancelled;
        Refunded += cell.Refunded;
        if (cell.Currency is { } currency)
        {
            Revenue.Add(currency, cell.Minor);
        }
    }

    /// <inheritdoc/>
    public bool Equals(ItemTally? other) =>
        other is not null && Orders == other.Orders && Units == other.Units && Cancelled == other.Cancelled
        && Refunded == other.Refunded && Revenue.Equals(other.Revenue);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ItemTally);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Orders, Units);

    /// <inheritdoc/>
    public override string ToString() => $"{Orders} orders, {Units} units, {Cancelled} cancelled, {Refunded} refunded, {Revenue}";
}
