namespace Analytics.Core.Orders;

/// <summary>An order as it stands at one version. Immutable; equal when everything in it is.</summary>
public sealed record Order
{
    /// <summary>Which order.</summary>
    public required OrderId Id { get; init; }

    /// <summary>1 when placed, one more for every accepted change.</summary>
    public required int Version { get; init; }

    /// <summary>Whether it counts.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Who ordered, 1 to 64 printable characters.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What all its prices are in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>1 to 100 positions; a SKU may stand in several.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>When it was placed, UTC, whole milliseconds. It counts in this minute for good.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When this version came to be, UTC, whole milliseconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The sum of its lines, in minor units.</summary>
    public long TotalMinor => Lines.Sum(line => line.TotalMinor);

    /// <summary>The next version of this order, cancelled. A cancelled order is returned as it is.</summary>
    public Order Cancel(DateTimeOffset at) => Status == OrderStatus.Cancelled
        ? this
        : this with { Version = Version + 1, Status = OrderStatus.Cancelled, UpdatedAt = at > UpdatedAt ? at : UpdatedAt };

    /// <inheritdoc/>
    public bool Equals(Order? other) =>
        other is not null && Id == other.Id && Version == other.Version && Status == other.Status
        && CustomerId == other.CustomerId && Currency == other.Currency && PlacedAt == other.PlacedAt
        && UpdatedAt == other.UpdatedAt && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version, Status);
}
