using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Adds to an order what the orders table stores beside it.</summary>
public static class StoredOrders
{
    /// <summary>A new order with the hash of the request that placed it.</summary>
    /// <param name="order">The order as it was placed.</param>
    /// <param name="terms">The terms with which it was placed.</param>
    public static StoredOrder Of(Order order, OrderTerms terms)
    {
        var hash = RequestHash.Of(terms);
        return new StoredOrder(order, hash) { DetailsDigest = OrderTag.DetailsDigestOf(order, hash) };
    }

    /// <summary>An order after a change by the API, with the change in its log.</summary>
    /// <param name="stored">The order before the change.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="changed">The order after the change.</param>
    /// <param name="keyed">The request, if it had an idempotency key.</param>
    public static StoredOrder Changed(StoredOrder stored, ChangeKind kind, Order changed, KeyedRequest? keyed)
    {
        var next = stored.Changed(changed, kind, keyed);
        return changed.Lines.SequenceEqual(stored.Order.Lines)
            ? next
            : next with { DetailsDigest = OrderTag.DetailsDigestOf(changed, stored.DetailsDigest is null ? stored.RequestHash : "") };
    }
}
