using Analytics.Core.Orders;

namespace Analytics.Functions.Orders;

/// <summary>Where orders are kept. Safe to use from many threads.</summary>
internal interface IOrderStore
{
    /// <summary>The order as it was last committed; null when there is none.</summary>
    Task<StoredOrder?> FindAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>Stores a new order unless its id is taken.</summary>
    /// <returns>Null when it was stored, else the order that has the id.</returns>
    Task<StoredOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken);

    /// <summary>Stores the next version of an order unless another was stored before.</summary>
    /// <returns>Null when it was stored, else the order as it stands.</returns>
    Task<StoredOrder?> TryReplaceAsync(StoredOrder order, CancellationToken cancellationToken);
}

/// <summary>An order with the fingerprint of the request that placed it.</summary>
/// <param name="Order">The order.</param>
/// <param name="RequestHash">Tells whether a repeated idempotency key repeats the request, too.</param>
internal sealed record StoredOrder(Order Order, string RequestHash);
