namespace Analytics.Core.Orders;

/// <summary>A valid order as it stands after one change. Immutable; equal when everything in it is.</summary>
public sealed record Order
{
    /// <summary>Which order.</summary>
    public required OrderId Id { get; init; }

    /// <summary>
    /// A number for people and for <c>ETag</c>: 1 when placed through the API, one more for each change made by it. Nothing is counted by
    /// it.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>Whether it counts.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Who ordered, 1 to 64 printable characters.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The currency of all its prices.</summary>
    public required Currency Currency { get; init; }

    /// <summary>1 to 100 lines; several may have the same SKU.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>When it was placed, UTC, whole milliseconds. It counts in this minute.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When the API changed it last, UTC, whole milliseconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The lane in which it counts, 0 to 255. Set at placement; an item without one is in lane 0.</summary>
    public int Lane { get; init; }

    /// <summary>
    /// The ids of its newest changes, oldest first, at most <see cref="OrderRules.MaxChangeIds"/>. Empty for an order that another writer
    /// made.
    /// </summary>
    public IReadOnlyList<ChangeId> ChangeIds { get; init; } = [];

    /// <summary>The id of its newest change; <see cref="ChangeId.None"/> where it has none.</summary>
    public ChangeId LastChange => ChangeIds.Count == 0 ? ChangeId.None : ChangeIds[^1];

    /// <summary>The sum of its lines, in minor units.</summary>
    public long TotalMinor => Lines.Sum(line => line.TotalMinor);

    /// <summary>This order after a change made by the API.</summary>
    /// <param name="change">The fresh id of the change.</param>
    /// <param name="at">When it happens; a clock that runs behind does not take <see cref="UpdatedAt"/> back.</param>
    public Order Changed(ChangeId change, DateTimeOffset at) => this with
    {
        Version = Version + 1,
        UpdatedAt = at > UpdatedAt ? at : UpdatedAt,
        ChangeIds = [.. ChangeIds.Append(change).TakeLast(OrderRules.MaxChangeIds)],
    };

    /// <summary>This order cancelled.</summary>
    /// <inheritdoc cref="Changed"/>
    public Order Cancel(ChangeId change, DateTimeOffset at) => Changed(change, at) with { Status = OrderStatus.Cancelled };

    /// <inheritdoc/>
    public bool Equals(Order? other) =>
        other is not null && Id == other.Id && Version == other.Version && Status == other.Status
        && CustomerId == other.CustomerId && Currency == other.Currency && PlacedAt == other.PlacedAt
        && UpdatedAt == other.UpdatedAt && Lane == other.Lane && Lines.SequenceEqual(other.Lines)
            && ChangeIds.SequenceEqual(other.ChangeIds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Version, Status);
}
