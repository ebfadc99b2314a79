using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Tests.Support;

/// <summary>What orders come to, in the plainest way: a scan. Shares no arithmetic with the product.</summary>
internal static class Model
{
    /// <summary>Of an item, <c>Cancelled</c> is the number of units in cancelled orders.</summary>
    public sealed record Sums(long Orders, long Cancelled, long Units, string Revenue, string Others = "", long Refunded = 0);

    public static Sums Totals(IEnumerable<Order> orders)
    {
        var all = orders.ToList();
        var placed = all.Where(order => order.Status == OrderStatus.Placed).ToList();
        return new Sums(
            placed.Count,
            all.Count - placed.Count,
            placed.Sum(order => order.Lines.Sum(line => line.Quantity - line.Returned)),
            Money(placed.Select(order => (order.Currency, order.Lines.Sum(Revenue)))),
            Others(
                Money(placed.Select(order => (order.Currency, order.Lines.Sum(line => line.DiscountMinor)))),
                Money(placed.Select(order => (order.Currency, order.Lines.Sum(line => line.RefundedMinor)))),
                Money(placed.Select(order => (order.Currency, order.ShippingMinor))),
                Money(placed.Select(order => (order.Currency, order.TaxMinor)))));
    }

    public static SortedDictionary<string, Sums> Items(IEnumerable<Order> orders)
    {
        var (placed, cancelled) = (
            orders.Where(order => order.Status == OrderStatus.Placed).ToList(),
            orders.Where(order => order.Status == OrderStatus.Cancelled).SelectMany(order => order.Lines).ToList());
        var items = new SortedDictionary<string, Sums>(StringComparer.Ordinal);
        foreach (var sku in placed.SelectMany(order => order.Lines).Concat(cancelled.Where(line => line.Quantity > line.Returned))
            .Select(line => line.Sku).Distinct())
        {
            var lines = placed.SelectMany(order => order.Lines.Where(line => line.Sku == sku).Select(line => (order, line))).ToList();
            items[sku] = new Sums(
                lines.Select(pair => pair.order.Id).Distinct().Count(),
                cancelled.Where(line => line.Sku == sku).Sum(line => line.Quantity - line.Returned),
                lines.Sum(pair => pair.line.Quantity - pair.line.Returned),
                Money(lines.Select(pair => (pair.order.Currency, Revenue(pair.line)))),
                Refunded: lines.Sum(pair => pair.line.Returned));
        }

        return items;
    }

    /// <summary>The totals of every slice but that of orders without dimensions, by its text.</summary>
    public static SortedDictionary<string, Sums> Slices(IEnumerable<Order> orders) => new(
        orders.GroupBy(order => order.Slice.Text).Where(slice => slice.Key.Length > 0)
            .ToDictionary(slice => slice.Key, slice => Totals(slice)),
        StringComparer.Ordinal);

    /// <summary>The items of every slice but that of orders without dimensions, by its text and the SKU.</summary>
    public static SortedDictionary<string, Sums> ItemsOfSlices(IEnumerable<Order> orders) => new(
        orders.GroupBy(order => order.Slice.Text).Where(slice => slice.Key.Length > 0)
            .SelectMany(slice => Items(slice).Select(item => (Name: $"{slice.Key} {item.Key}", item.Value)))
            .ToDictionary(item => item.Name, item => item.Value),
        StringComparer.Ordinal);

    public static SortedDictionary<string, Sums> Of(IReadOnlyDictionary<Slice, Totals> slices) => new(
        slices.ToDictionary(slice => slice.Key.Text, slice => Of(slice.Value)), StringComparer.Ordinal);

    public static SortedDictionary<string, Sums> Of(IReadOnlyDictionary<(string Sku, Slice Slice), ItemTally> items) => new(
        Of(items.ToDictionary(item => $"{item.Key.Slice} {item.Key.Sku}", item => item.Value)), StringComparer.Ordinal);

    public static Sums Of(Totals totals) =>
        new(totals.Orders, totals.Cancelled, totals.Units, Money(totals.Revenue.Sums.Select(sum => (sum.Key, (long)sum.Value))),
            Others([.. new[] { OrderAmount.Discounts, OrderAmount.Refunds, OrderAmount.Shipping, OrderAmount.Tax }.Select(
                amount => Money(totals.Sums(amount).Select(sum => (sum.Key, (long)sum.Value))))]));

    public static SortedDictionary<string, Sums> Of(IReadOnlyDictionary<string, ItemTally> items) => new(
        items.ToDictionary(
            item => item.Key,
            item => new Sums(
                item.Value.Orders, item.Value.Cancelled, item.Value.Units,
                Money(item.Value.Revenue.Sums.Select(sum => (sum.Key, (long)sum.Value))), Refunded: item.Value.Refunded)),
        StringComparer.Ordinal);

    private static string Others(params string[] amounts) => string.Join(';', amounts).Trim(';') is "" ? "" : string.Join(';', amounts);

    private static long Revenue(OrderLine line) => line.Quantity * line.UnitPriceMinor - line.DiscountMinor - line.RefundedMinor;

    private static string Money(IEnumerable<(Currency Currency, long Minor)> amounts) => string.Join(" ", amounts
        .GroupBy(amount => amount.Currency.Code)
        .Select(group => (group.Key, Sum: group.Sum(amount => amount.Minor)))
        .Where(sum => sum.Sum != 0)
        .OrderBy(sum => sum.Key, StringComparer.Ordinal)
        .Select(sum => $"{sum.Sum}{sum.Key}"));
}
