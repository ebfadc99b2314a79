using Analytics.Core.Changes;
using Analytics.Core.Orders;
using CsCheck;

namespace Analytics.Tests.Support;

/// <summary>Generators of orders and their histories.</summary>
internal static class Gens
{
    public static readonly Gen<Currency> Currency = AnyOf(Some.Usd, Some.Eur, Some.Jpy);

    public static readonly Gen<string> Sku = AnyOf("tea", "coffee", "mug", "kettle", "Zimtstern", "抹茶", "a b");

    /// <summary>A line; half of the lines have a discount, a refund or returned units.</summary>
    public static readonly Gen<OrderLine> Line = Gen.Select(Sku, Gen.Long[1, 50], Gen.Long[0, 100_000], Gen.Int[0, 7], Gen.Int[0, 100])
        .Select((sku, quantity, price, amounts, percent) => Reduced(new OrderLine(sku, quantity, price), amounts, percent));

    /// <summary>Shipping and tax, in minor units; often 0.</summary>
    public static readonly Gen<long> Charge = Gen.OneOf(Gen.Const(0L), Gen.Long[1, 1_000_000]);

    /// <summary>A slice; a third of them is none.</summary>
    public static readonly Gen<Slice> Slice = Gen.Select(
        AnyOf("", "web", "app", "store"), AnyOf("", "de", "at", "fr"), AnyOf("", "", "b2b")).Select((channel, country, segment) =>
            global::Analytics.Core.Orders.Slice.Of(
            [
                .. new[] { ("channel", channel), ("country", country), ("segment", segment) }.Where(pair => pair.Item2.Length > 0)
                    .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)),
            ]));

    /// <summary>A placed order within three hours of the day, in one of four lanes.</summary>
    public static readonly Gen<Order> Order = Gen.Select(
        Gen.Int[1, 1_000_000], Gen.Int[0, 3 * 3600 * 1000 - 1], Currency, Line.Array[1, 5], Gen.Int[0, 3], Gen.Select(Charge, Charge),
        Gen.OneOf(Gen.Const(global::Analytics.Core.Orders.Slice.None), Slice))
        .Select((number, milliseconds, currency, lines, lane, charges, slice) => new Order
        {
            Id = Some.Id(number),
            Version = 1,
            Status = OrderStatus.Placed,
            CustomerId = $"c-{number % 7}",
            Currency = currency,
            Lines = lines,
            ShippingMinor = charges.Item1,
            TaxMinor = charges.Item2,
            Slice = slice,
            PlacedAt = Some.At("10:00").AddMilliseconds(milliseconds),
            UpdatedAt = Some.At("10:00").AddMilliseconds(milliseconds),
            Lane = lane,
            ChangeIds = [Some.Change(number)],
        });

    /// <summary>Every change that an order goes through: placed, perhaps amended some times, perhaps cancelled.</summary>
    public static readonly Gen<OrderChange[]> History = Gen.Select(Order, Line.Array[1, 5].Array[0, 2], Gen.Bool)
        .Select((order, amendments, isCancelled) => Changes(order, amendments, isCancelled).ToArray());

    /// <summary>The histories of many orders, no two of the same id.</summary>
    public static readonly Gen<OrderChange[][]> Histories =
        History.Array[0, 40].Select(histories => histories.DistinctBy(history => history[0].Id).ToArray());

    private static OrderLine Reduced(OrderLine line, int amounts, int percent)
    {
        var isDiscounted = (amounts & 1) != 0 && amounts > 3;
        var reduced = line with { DiscountMinor = isDiscounted ? line.TotalMinor * percent / 200 : 0 };
        return amounts < 6 ? reduced : reduced with
        {
            RefundedMinor = reduced.PaidMinor * percent / 100, Returned = reduced.Quantity * percent / 100,
        };
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static IEnumerable<OrderChange> Changes(Order order, OrderLine[][] amendments, bool isCancelled)
    {
        yield return Some.Placed(order);
        var current = order;
        foreach (var lines in amendments)
        {
            var amended = current.Changed(Some.Change(order.Id, current.ChangeIds.Count + 1),
                current.UpdatedAt.AddSeconds(1)) with { Lines = lines };
            yield return OrderChange.Published(current, amended);
            current = amended;
        }

        if (isCancelled)
        {
            yield return Some.Cancelled(current);
        }
    }
}
