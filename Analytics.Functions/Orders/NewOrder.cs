using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Adds to an order what the orders table stores beside it.</summary>
public static class NewOrder
{
    /// <summary>An order with the hash of the request that placed it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="terms">The terms with which it was placed; the order may have been changed since.</param>
    public static StoredOrder Of(Order order, OrderTerms terms)
    {
        var hash = RequestHash.Of(terms);
        return new StoredOrder(order, hash) { DetailsDigest = OrderTag.DetailsDigestOf(order, hash) };
    }
}
