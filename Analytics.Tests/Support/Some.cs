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

    /// <summary>The id of a change of an order, by its place among them from 1 on.</summary>
    public static ChangeId Change(OrderId order, int number = 1) => new((ulong)ChangeId.HashOf(order) << 32 | (uint)number);

    /// <inheritdoc cref="Change(OrderId, int)"/>
    public static ChangeId Change(int order, int number = 1) => Change(Id(order), number);

    /// <summary>A placed order of lane 0 with the id of its placement.</summary>
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
            ChangeIds = [Change(number)],
        };

    /// <summary>A slice with a channel and a country.</summary>
    public static Slice Slice(string channel, string country) =>
        Analytics.Core.Orders.Slice.Of(
            [KeyValuePair.Create("channel", (string?)channel), KeyValuePair.Create("country", (string?)country)]);

    /// <summary>The order cancelled ten seconds after its last change.</summary>
    public static Order Cancel(Order order) => order.Cancel(Change(order.Id, order.ChangeIds.Count + 1), order.UpdatedAt.AddSeconds(10));

    public static OrderChange Placed(Order order) => OrderChange.Published(null, order);

    public static OrderChange Cancelled(Order order) => OrderChange.Published(order, Cancel(order));

    /// <summary>A change as a record of the table stream has it.</summary>
    /// <param name="before">The order before; null where there was none.</param>
    /// <param name="after">The order after; null where it was deleted.</param>
    /// <param name="record">The place of the record on the stream.</param>
    public static OrderChange Streamed(Order? before, Order? after, int record = 1) =>
        OrderChange.Streamed(before, after, before?.ChangeIds ?? [], Record(record));

    /// <summary>A change that was published, as a record of the table stream has it.</summary>
    public static OrderChange Streamed(OrderChange published, int record = 1) => Streamed(published.Before, published.After, record);

    /// <summary>A record of the table stream; the next one came a second later.</summary>
    public static TableRecord Record(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"e{number}"),
        string.Create(CultureInfo.InvariantCulture, $"1405400000000002063{number:D6}"),
        At("12:30").AddSeconds(number));
}
