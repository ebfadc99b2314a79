using System.Globalization;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Tests.Support;

namespace Analytics.Tests.Documentation;

/// <summary>The orders that the table in <c>docs/questions.md</c> lists.</summary>
internal static class ExampleShop
{
    public static IEnumerable<OrderChange> Changes
    {
        get
        {
            yield return Some.Placed(Order(1, "2025-11-23T10:00Z", Some.Eur, new OrderLine("tea", 2, 300)));
            yield return Some.Placed(Order(2, "2026-10-25T01:30Z", Some.Eur, new OrderLine("kettle", 1, 4000)));
            yield return Some.Placed(Order(
                3, "2026-11-16T10:00Z", Some.Eur, new OrderLine("coffee", 3, 700) { RefundedMinor = 700, Returned = 1 },
                new OrderLine("tea", 4, 350)));
            yield return Some.Placed(Order(4, "2026-11-22T09:00Z", Some.Eur, new OrderLine("mug", 2, 900)));
            var cancelled = Order(5, "2026-11-22T20:00Z", Some.Usd, new OrderLine("tea", 1, 400));
            yield return Some.Placed(cancelled);
            yield return Some.Cancelled(cancelled);
            yield return Some.Placed(
                Order(6, "2026-11-23T10:00Z", Some.Eur, new OrderLine("tea", 2, 350), new OrderLine("mug", 1, 900)));
            yield return Some.Placed(
                Order(7, "2026-11-23T11:30Z", Some.Eur, new OrderLine("tea", 1, 350) { DiscountMinor = 50 }) with { ShippingMinor = 490 });
        }
    }

    private static Order Order(int number, string at, Currency currency, params OrderLine[] lines)
    {
        var time = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        return Some.Order(number, currency: currency, lines: lines) with
        {
            CustomerId = $"c-{number % 4}", PlacedAt = time, UpdatedAt = time,
        };
    }
}
