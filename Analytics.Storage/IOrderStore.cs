using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>Where orders are stored. Safe to use from many threads.</summary>
public interface IOrderStore
{
    /// <summary>The order as it was last committed; null when there is none.</summary>
    Task<FoundOrder?> FindAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>Stores a new order unless its id is taken.</summary>
    /// <returns>Null when it was stored, else the order that has the id.</returns>
    Task<FoundOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what a change by the API changes, unless the API changed the order since it was found. Other writers' edits of the rest
    /// remain.
    /// </summary>
    /// <param name="found">The order as it was found; a valid one.</param>
    /// <param name="changed">The order after the change.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<OrderUpdate> TryUpdateAsync(FoundOrder found, Order changed, CancellationToken cancellationToken);
}

/// <summary>A valid order with the fingerprint of the request that placed it.</summary>
/// <param name="Order">The order.</param>
/// <param name="RequestHash">Tells whether a repeated idempotency key repeats the request, too.</param>
public sealed record StoredOrder(Order Order, string RequestHash);

/// <summary>An item of the orders table, which another writer may have made invalid.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Stored">The order; null where it is not a valid one.</param>
/// <param name="Errors">What is wrong with it.</param>
public sealed record FoundOrder(string Id, StoredOrder? Stored, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Its change ids as the item has them.</summary>
    public AttributeValue? ChangeIds { get; init; }

    /// <summary>
    /// Whether everything that counts and the change ids are as the API wrote them last, so that no other writer has edited them.
    /// </summary>
    public bool IsAsWritten { get; init; }
}

/// <summary>How an update ended: a closed set.</summary>
public abstract record OrderUpdate
{
    private OrderUpdate()
    {
    }

    /// <summary>It was written.</summary>
    /// <param name="Before">The order right before it, as DynamoDB itself says.</param>
    /// <param name="After">The order right after it.</param>
    public sealed record Written(FoundOrder Before, FoundOrder After) : OrderUpdate;

    /// <summary>The order had been changed.</summary>
    /// <param name="Current">The order as it is; null when it was deleted.</param>
    public sealed record Lost(FoundOrder? Current) : OrderUpdate;
}
