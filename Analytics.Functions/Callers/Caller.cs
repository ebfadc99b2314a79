using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Functions.Callers;

/// <summary>Who sent a request: one customer, or a caller who may reach the orders of all of them.</summary>
public sealed record Caller
{
    /// <summary>A caller who may reach all orders, where customers do not call the API.</summary>
    public static readonly Caller Anyone = new();

    /// <summary>A caller who may reach all orders, where customers call the API too.</summary>
    public static readonly Caller BackOffice = new() { KnowsCustomers = true };

    private Caller()
    {
    }

    /// <summary>The customer; null for a caller who may reach all orders.</summary>
    public string? CustomerId { get; private init; }

    /// <summary>Whether customers call the API too, so that orders may have references of a customer's own.</summary>
    public bool KnowsCustomers { get; private init; }

    /// <summary>Whether the caller says what an order costs, also where there is a catalogue.</summary>
    public bool MaySetPrices { get; private init; } = true;

    /// <summary>A caller who may reach the orders of one customer.</summary>
    /// <param name="customerId">The customer's id, normalised as those of orders are.</param>
    /// <param name="maySetPrices">Whether the caller says what an order costs, also where there is a catalogue.</param>
    public static Caller OfCustomer(string customerId, bool maySetPrices) =>
        new() { CustomerId = customerId, KnowsCustomers = true, MaySetPrices = maySetPrices };

    /// <summary>Whether the caller may see and change orders of a customer.</summary>
    public bool MayReach(string customerId) => CustomerId is null || CustomerId == customerId;

    /// <summary>The order if the caller may see it, else null. An invalid order is of no customer.</summary>
    public FoundOrder? Reached(FoundOrder? found) =>
        CustomerId is null || (found?.Stored is { } stored && MayReach(stored.Order.CustomerId)) ? found : null;

    /// <summary>The id of the order that a key of this caller places. Customers have a key space each.</summary>
    public OrderId IdOfKey(string key) => OrderId.FromIdempotencyKey(key, CustomerId);

    /// <summary>The id of the order with a reference. Customers have references of their own each.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="customerId">The customer whose reference the back office asks for; null for a reference of the caller.</param>
    public OrderId IdOfReference(string reference, string? customerId = null) =>
        OrderId.FromReference(reference, CustomerId ?? customerId);

    /// <summary>An idempotency key as this caller's own, which no other caller's key equals.</summary>
    public string Own(string key) => CustomerId is null ? key : $"{CustomerId}\n{key}";
}
