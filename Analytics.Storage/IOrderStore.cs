using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>Stores orders. Thread-safe.</summary>
public interface IOrderStore
{
    /// <summary>Reads an order, strongly consistent; null when there is none.</summary>
    Task<FoundOrder?> FindAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>Reads a page of a list of orders. An order placed or changed in the last seconds may be missing from it.</summary>
    Task<OrderPage> ListAsync(OrderList list, CancellationToken cancellationToken);

    /// <summary>Stores a new order unless its id is taken.</summary>
    /// <returns>Null when the order was stored, else the stored order that has the id.</returns>
    Task<FoundOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the attributes that an API change affects, on condition that no other API change was made since the order was read. Other
    /// writers' edits of other attributes are preserved.
    /// </summary>
    /// <param name="found">The order as it was read. It must be valid.</param>
    /// <param name="changed">The order after the change.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task<OrderUpdate> TryUpdateAsync(FoundOrder found, StoredOrder changed, CancellationToken cancellationToken);
}

/// <summary>An item of the orders table, which a writer other than the API may have made invalid.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Stored">The order; null when the item is invalid.</param>
/// <param name="Errors">Why the item is invalid; empty when it is valid.</param>
public sealed record FoundOrder(string Id, StoredOrder? Stored, IReadOnlyList<FieldError> Errors)
{
    /// <summary>The attribute with the change ids, unparsed; null when the item lacks it or is invalid.</summary>
    public AttributeValue? ChangeIds { get; init; }

    /// <summary>The attribute with the lines, unparsed; null when the item is invalid.</summary>
    public AttributeValue? Lines { get; init; }

    /// <summary>
    /// Whether the change ids and everything that counts are as the API last wrote them, so that no other writer has edited them.
    /// </summary>
    public bool IsAsWritten { get; init; }
}

/// <summary>Result of an update: a closed set.</summary>
public abstract record OrderUpdate
{
    private OrderUpdate()
    {
    }

    /// <summary>The update was written.</summary>
    /// <param name="Before">The order immediately before the update, as DynamoDB returned it.</param>
    /// <param name="After">The order immediately after the update.</param>
    public sealed record Written(FoundOrder Before, FoundOrder After) : OrderUpdate;

    /// <summary>The condition failed: the status, the change ids or the replaced lines have changed since the order was read.</summary>
    /// <param name="Current">The stored order; null when it was deleted.</param>
    public sealed record Lost(FoundOrder? Current) : OrderUpdate;
}
