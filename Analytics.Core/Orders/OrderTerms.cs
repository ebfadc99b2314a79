namespace Analytics.Core.Orders;

/// <summary>The validated terms of an order: what a customer specifies.</summary>
public sealed record OrderTerms(string CustomerId, Currency Currency, IReadOnlyList<OrderLine> Lines)
{
    /// <summary>When the customer placed the order: UTC, whole milliseconds; null for the time of the request.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>The shop's own order number; null if it gave none.</summary>
    public string? Reference { get; init; }

    /// <summary>Texts that the shop attached, in ordinal order of their keys.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <inheritdoc cref="Order.ShippingMinor"/>
    public long ShippingMinor { get; init; }

    /// <inheritdoc cref="Order.TaxMinor"/>
    public long TaxMinor { get; init; }

    /// <inheritdoc cref="Order.TaxIncluded"/>
    public bool TaxIncluded { get; init; }

    /// <inheritdoc cref="Order.Slice"/>
    public Slice Slice { get; init; } = Slice.None;

    /// <summary>The terms of an order as it is, without a time of placement.</summary>
    public static OrderTerms Of(Order order) => new(order.CustomerId, order.Currency, order.Lines)
    {
        Reference = order.Reference,
        Metadata = order.Metadata,
        ShippingMinor = order.ShippingMinor,
        TaxMinor = order.TaxMinor,
        TaxIncluded = order.TaxIncluded,
        Slice = order.Slice,
    };

    /// <summary>Creates a new order with these terms, at version 1.</summary>
    /// <param name="id">The order's id.</param>
    /// <param name="change">The id of the change that places the order.</param>
    /// <param name="lane">The lane in which the order counts.</param>
    /// <param name="at">The time of the request.</param>
    public Order Place(OrderId id, ChangeId change, int lane, DateTimeOffset at) => new()
    {
        Id = id,
        Version = 1,
        Status = OrderStatus.Placed,
        CustomerId = CustomerId,
        Currency = Currency,
        Lines = Lines,
        ShippingMinor = ShippingMinor,
        TaxMinor = TaxMinor,
        TaxIncluded = TaxIncluded,
        Slice = Slice,
        PlacedAt = PlacedAt ?? at,
        UpdatedAt = at,
        Lane = lane,
        ChangeIds = [change],
        Reference = Reference,
        Metadata = Metadata,
    };
}
