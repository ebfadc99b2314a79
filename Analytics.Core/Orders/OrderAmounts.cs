namespace Analytics.Core.Orders;

/// <summary>The sums of money that an order adds to beside revenue.</summary>
public enum OrderAmount
{
    /// <summary>Discounts on the lines. Revenue is less by them.</summary>
    Discounts,

    /// <summary>What was paid back for the lines. Revenue is less by it.</summary>
    Refunds,

    /// <summary>Shipping charges. Not part of revenue.</summary>
    Shipping,

    /// <summary>Tax. Never added to revenue.</summary>
    Tax,
}

/// <summary>What one order adds to each <see cref="OrderAmount"/>, in minor units; each is at least 0.</summary>
public readonly record struct OrderAmounts(long Discounts, long Refunds, long Shipping, long Tax)
{
    /// <summary>Every amount, in the order in which responses and documents state them.</summary>
    public static IReadOnlyList<OrderAmount> All { get; } =
        [OrderAmount.Discounts, OrderAmount.Refunds, OrderAmount.Shipping, OrderAmount.Tax];

    /// <summary>Whether every amount is 0.</summary>
    public bool AreZero => (Discounts | Refunds | Shipping | Tax) == 0;

    /// <summary>One of the amounts, in minor units.</summary>
    public long this[OrderAmount amount] => amount switch
    {
        OrderAmount.Discounts => Discounts,
        OrderAmount.Refunds => Refunds,
        OrderAmount.Shipping => Shipping,
        _ => Tax,
    };

    /// <summary>The name of an amount in API responses, documents and log lines.</summary>
    public static string NameOf(OrderAmount amount) => amount switch
    {
        OrderAmount.Discounts => "discounts",
        OrderAmount.Refunds => "refunds",
        OrderAmount.Shipping => "shipping",
        _ => "tax",
    };
}
