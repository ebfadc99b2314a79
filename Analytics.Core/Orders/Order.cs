namespace Analytics.Core.Orders;

/// <summary>A valid order in its state after one change. Immutable, with value equality over all fields.</summary>
public sealed record Order
{
    /// <summary>The order's id.</summary>
    public required OrderId Id { get; init; }

    /// <summary>
    /// Version for people and <c>ETag</c>: 1 when the API places the order, plus 1 for each change made by the API. Counting does not use
    /// it.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>The order's status.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The shop's own order number; null if the order has none. Shown, never counted.</summary>
    public string? Reference { get; init; }

    /// <summary>Texts that the shop attached to the order, in ordinal order of their keys. Shown, never counted.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The customer's id: 1 to 64 printable characters.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Currency of all prices of the order.</summary>
    public required Currency Currency { get; init; }

    /// <summary>1 to 100 lines. Several lines may have the same SKU.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The shipping charge, in minor units; at least 0.</summary>
    public long ShippingMinor { get; init; }

    /// <summary>The tax on the order, in minor units; at least 0.</summary>
    public long TaxMinor { get; init; }

    /// <summary>The dimensions of the order. Decided when it is placed; <see cref="Slice.None"/> for an order without any.</summary>
    public Slice Slice { get; init; } = Slice.None;

    /// <summary>Whether the prices contain the tax, so that it is not added to <see cref="TotalMinor"/>. Not counted.</summary>
    public bool TaxIncluded { get; init; }

    /// <summary>When the order was placed: UTC, whole milliseconds. The order counts in this minute.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When the API last changed the order: UTC, whole milliseconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The lane in which the order counts, 0 to 255. Set when the order is placed. An item without a lane is in lane 0.</summary>
    public int Lane { get; init; }

    /// <summary>
    /// Ids of the newest changes, oldest first, at most <see cref="OrderRules.MaxChangeIds"/>. Empty for an order that another writer
    /// created.
    /// </summary>
    public IReadOnlyList<ChangeId> ChangeIds { get; init; } = [];

    /// <summary>Id of the newest change; <see cref="ChangeId.None"/> if there is none.</summary>
    public ChangeId LastChange => ChangeIds.Count == 0 ? ChangeId.None : ChangeIds[^1];

    /// <summary>What the customer pays, in minor units: lines less discounts, and shipping and tax unless the prices contain it.</summary>
    public long TotalMinor => Lines.Sum(line => line.PaidMinor) + ShippingMinor + (TaxIncluded ? 0 : TaxMinor);

    /// <summary>What the order adds to the sums beside revenue while it is placed.</summary>
    public OrderAmounts Amounts => new(
        Lines.Sum(line => line.DiscountMinor), Lines.Sum(line => line.RefundedMinor), ShippingMinor, TaxMinor);

    /// <summary>Returns a copy of this order after a change made by the API.</summary>
    /// <param name="change">The new id of the change.</param>
    /// <param name="at">Time of the change. A clock that runs behind does not move <see cref="UpdatedAt"/> backwards.</param>
    public Order Changed(ChangeId change, DateTimeOffset at) => this with
    {
        Version = Version + 1,
        UpdatedAt = at > UpdatedAt ? at : UpdatedAt,
        ChangeIds = [.. ChangeIds.Append(change).TakeLast(OrderRules.MaxChangeIds)],
    };

    /// <summary>Returns a copy of this order with other lines.</summary>
    /// <inheritdoc cref="Changed"/>
    public Order Amend(ChangeId change, DateTimeOffset at, IReadOnlyList<OrderLine> lines) => Changed(change, at) with { Lines = lines };

    /// <summary>Returns a cancelled copy of this order.</summary>
    /// <inheritdoc cref="Changed"/>
    public Order Cancel(ChangeId change, DateTimeOffset at) => Changed(change, at) with { Status = OrderStatus.Cancelled };

    /// <inheritdoc/>
    public bool Equals(Order? other) =>
        other is not null && Id == other.Id && Version == other.Version && Status == other.Status
        && Reference == other.Reference && CustomerId == other.CustomerId && Currency == other.Currency && PlacedAt == other.PlacedAt
        && UpdatedAt == other.UpdatedAt && ShippingMinor == other.ShippingMinor && TaxMinor == other.TaxMinor
        && TaxIncluded == other.TaxIncluded && Slice == other.Slice && Lane == other.Lane && Lines.SequenceEqual(other.Lines)
        && ChangeIds.SequenceEqual(other.ChangeIds) && Metadata.SequenceEqual(other.Metadata);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version, Status);
}
