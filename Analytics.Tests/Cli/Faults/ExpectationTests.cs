using Analytics.Cli.Demo;
using Analytics.Cli.Faults;
using Analytics.Core.Orders;
using Xunit;

namespace Analytics.Tests.Cli.Faults;

public class ExpectationTests
{
    private static readonly ExpectedOrders.Entry[] Entries =
    [
        Entry(
            "a", OrderStatus.Placed, "USD",
            new BasketLine("tea", 2, 4.50m), new BasketLine("mug", 1, 12m), new BasketLine("tea", 1, 4.50m)),
        Entry("b", OrderStatus.Placed, "EUR", new BasketLine("tea", 1, 4m)),
        Entry("c", OrderStatus.Cancelled, "USD", new BasketLine("tea", 7, 4.50m)),
    ];

    [Fact]
    public void Totals_are_those_of_what_customers_asked_for_and_did_not_cancel() => Assert.Equal(
        new ShopTotals(2, 1, 5, new Dictionary<string, decimal> { ["USD"] = 25.50m, ["EUR"] = 4m }),
        Expectation.Totals(Entries));

    [Fact]
    public void An_order_counts_once_in_an_item_however_many_lines_it_has_of_it() => Assert.Equal(
        ["mug: 1 order, 1 unit, USD 12.00", "tea: 2 orders, 4 units, EUR 4.00, USD 13.50"],
        Expectation.Items(Entries).Order());

    private static ExpectedOrders.Entry Entry(string key, OrderStatus status, string currency, params BasketLine[] lines) => new(
        new ShopOrder("c-1", currency, lines),
        Support.Some.Order() with { Id = OrderId.FromIdempotencyKey(key), Status = status });
}
