namespace Analytics.Cli.Demo;

/// <summary>An order as the shop posts it; its JSON is the body of <c>POST /orders</c>.</summary>
public sealed record ShopOrder(string CustomerId, string Currency, IReadOnlyList<ShopLine> Lines)
{
    /// <summary>What it counts for once it is accepted.</summary>
    public ShopTotals Totals() => new(
        Orders: 1,
        Cancelled: 0,
        Units: Lines.Sum(line => line.Quantity),
        Revenue: new Dictionary<string, decimal> { [Currency] = Lines.Sum(line => line.Quantity * line.UnitPrice) });
}

/// <summary>One position of an order.</summary>
/// <param name="Sku">What is bought.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitPrice">The price of one, in major units of the order's currency.</param>
public sealed record ShopLine(string Sku, int Quantity, decimal UnitPrice);
