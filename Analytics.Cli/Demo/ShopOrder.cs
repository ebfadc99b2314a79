namespace Analytics.Cli.Demo;

/// <summary>An order as the shop sends it. Its JSON is the body of <c>POST /orders</c>.</summary>
public sealed record ShopOrder(string CustomerId, string Currency, IReadOnlyList<BasketLine> Lines)
{
    /// <summary>Where the order was placed: <c>web</c>, <c>app</c>, <c>store</c> or <c>phone</c>.</summary>
    public string Channel { get; init; } = "web";

    /// <summary>The country that it is sent to: one of five.</summary>
    public string Country { get; init; } = "us";

    /// <summary>The totals that the order adds once it is accepted.</summary>
    public ShopTotals Totals() => new(
        Orders: 1,
        Cancelled: 0,
        Units: Lines.Sum(line => line.Quantity),
        Revenue: new Dictionary<string, decimal> { [Currency] = Lines.Sum(line => line.Quantity * line.UnitPrice) });
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">The item.</param>
/// <param name="Quantity">Number of units.</param>
/// <param name="UnitPrice">Price per unit, in major units of the order's currency.</param>
public sealed record BasketLine(string Sku, int Quantity, decimal UnitPrice)
{
    /// <summary>The name of the item; its SKU if the shop does not sell it.</summary>
    public string Name => ShopCatalogue.NameOf(Sku);
}
