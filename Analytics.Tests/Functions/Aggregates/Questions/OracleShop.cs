using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Tests.Support;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>The orders of 400 days: amended, refunded, cancelled, in three currencies; many at the changes of clocks.</summary>
internal sealed class OracleShop
{
    public static readonly DateTimeOffset End = Some.At("12:00");
    public static readonly string[] Skus = ["tea", "coffee", "mug", "kettle", "Zimtstern", "抹茶", "a b"];

    // Around these days the clocks of the zones change.
    private static readonly string[] Days =
    [
        "2025-10-26", "2025-11-02", "2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-09-06", "2026-10-04", "2026-10-25",
        "2026-10-30", "2026-11-01", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23",
    ];

    private readonly Random _random = new(7);

    public OracleShop()
    {
        for (var number = 1; number <= 350; number++)
        {
            Place(number);
        }
    }

    /// <summary>The orders as they are in the end.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>All changes, in order.</summary>
    public List<OrderChange> Changes { get; } = [];

    /// <summary>A moment that a question may be asked at: any, or near a change of clocks.</summary>
    public static DateTimeOffset Moment(Random random, int days) => random.Next(2) == 0
        ? End.AddMinutes(-random.NextInt64(days * 1440))
        : Day(random, days).AddMinutes(random.NextInt64(3 * 1440) - 1440);

    private static DateTimeOffset Day(Random random, int days)
    {
        var near = Days.Select(day => DateTimeOffset.Parse($"{day}T00:00Z", System.Globalization.CultureInfo.InvariantCulture))
            .Where(day => day > End.AddDays(-days + 2) && day < End.AddDays(-2)).ToList();
        return near[random.Next(near.Count)];
    }

    private void Place(int number)
    {
        var at = Moment(_random, 400);
        var order = Some.Order(number, currency: new[] { Some.Eur, Some.Eur, Some.Usd, Some.Jpy }[_random.Next(4)], lines: Lines()) with
        {
            CustomerId = $"c-{number * number % 97}", PlacedAt = at, UpdatedAt = at,
            Lane = _random.Next(4), ShippingMinor = _random.Next(4) == 0 ? _random.Next(900) : 0,
            TaxMinor = _random.Next(4) == 0 ? _random.Next(900) : 0,
        };
        Changes.Add(Some.Placed(order));
        foreach (var change in Enumerable.Range(0, _random.Next(3)).Select(_ => _random.Next(3)))
        {
            if (order.Status == OrderStatus.Cancelled)
            {
                break;
            }

            var next = change == 0 ? Some.Cancel(order)
                : order.Changed(Some.Change(order.Id, order.ChangeIds.Count + 1), order.UpdatedAt.AddSeconds(5)) with
                {
                    Lines = change == 1 ? Lines() : [.. order.Lines.Select(Refunded)],
                };
            Changes.Add(OrderChange.Published(order, next));
            order = next;
        }

        Orders.Add(order);
    }

    private OrderLine[] Lines() =>
    [
        .. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ =>
            new OrderLine(Skus[_random.Next(Skus.Length)], 1 + _random.Next(5), _random.Next(5) == 0 ? 0 : _random.Next(5000)))
            .Select(line => _random.Next(3) == 0 ? line with { DiscountMinor = line.TotalMinor / 3 } : line),
    ];

    private OrderLine Refunded(OrderLine line) => line with
    {
        RefundedMinor = _random.Next(2) == 0 ? line.PaidMinor : line.PaidMinor / 2, Returned = _random.Next((int)line.Quantity + 1),
    };
}
