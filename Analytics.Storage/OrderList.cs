using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>Which orders a page of a list has.</summary>
/// <param name="From">Placed at this time or later.</param>
/// <param name="To">Placed before this time.</param>
/// <param name="Limit">Maximum number of orders of the page.</param>
public sealed record OrderList(DateTimeOffset From, DateTimeOffset To, int Limit)
{
    /// <summary>The customer of all orders; null for the orders of all customers.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The status of all orders; null for any.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>The dimensions of all orders; a null value is for orders without the dimension.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Dimensions { get; init; } = [];

    /// <summary>Whether orders of the time and customer may not belong to the list.</summary>
    internal bool IsSelective => Status is not null || Dimensions.Count > 0;

    /// <summary>Where the page before ended; null for the first page.</summary>
    public OrderPosition? After { get; init; }

    /// <summary>Whether an order belongs to the list, regardless of the page.</summary>
    public bool Has(Order order) => order.PlacedAt >= From && order.PlacedAt < To
        && (CustomerId is null || order.CustomerId == CustomerId) && (Status is null || order.Status == Status)
        && Dimensions.All(dimension => order.Slice[dimension.Key] == dimension.Value);
}

/// <summary>A page of a list.</summary>
/// <param name="Orders">Valid orders, in the order of the list.</param>
/// <param name="End">Where the page ends; null if no order follows.</param>
public sealed record OrderPage(IReadOnlyList<FoundOrder> Orders, OrderPosition? End);
