using System.Globalization;
using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Tests.Support;

/// <summary>Unremarkable data: a test names only what matters to it.</summary>
internal static class Some
{
    public static readonly Currency Usd = Currency.Parse("USD");
    public static readonly Currency Eur = Currency.Parse("EUR");
    public static readonly Currency Jpy = Currency.Parse("JPY");
    public static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A moment of 2026-11-23, as <c>12:04</c> or <c>12:04:59</c>.</summary>
    public static DateTimeOffset At(string time) => Day + TimeSpan.Parse(time, CultureInfo.InvariantCulture);

    public static OrderId Id(int number) => new(new Guid(number, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 0]));

    public static Order Order(
        int number = 1, string at = "12:00", Currency? currency = null, params OrderLine[] lines) => new()
        {
            Id = Id(number),
            Version = 1,
            Status = OrderStatus.Placed,
            CustomerId = "c-1",
            Currency = currency ?? Usd,
            Lines = lines.Length > 0 ? lines : [new OrderLine("tea", 2, 350)],
            PlacedAt = At(at),
            UpdatedAt = At(at),
        };

    public static OrderChange Placed(Order order) => OrderChange.Create(null, order);

    public static OrderChange Cancelled(Order order) => OrderChange.Create(order, order.Cancel(order.UpdatedAt.AddSeconds(10)));
}
