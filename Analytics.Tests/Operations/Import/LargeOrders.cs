using Analytics.Core.Orders;
using Analytics.Operations.Import;
using Analytics.Tests.Support;

namespace Analytics.Tests.Operations.Import;

/// <summary>Orders of one minute with texts of the greatest length that the rules allow, in characters of three bytes each.</summary>
internal static class LargeOrders
{
    /// <param name="count">Number of orders.</param>
    /// <param name="lines">Number of lines of each.</param>
    /// <param name="skuLength">Length of the SKUs, in characters.</param>
    public static List<ImportedOrder> Of(int count, int lines, int skuLength = OrderRules.MaxNameLength) =>
        [.. Enumerable.Range(1, count).Select(number => One(number, lines, skuLength))];

    private static ImportedOrder One(int number, int lines, int skuLength)
    {
        var reference = $"{Text(60)}{number:D4}";
        var terms = new OrderTerms(
            Text(64), Some.Usd,
            [
                .. Enumerable.Range(0, lines).Select(line => new OrderLine($"{Text(skuLength - 2)}{line:D2}", 1_000_000, 99_999_999)
                {
                    Name = Text(200), DiscountMinor = 12_345_678_901_234,
                }),
            ])
        {
            Reference = reference,
            ShippingMinor = 99_999_999_999,
            TaxMinor = 99_999_999_999,
            TaxIncluded = true,
            Metadata =
            [
                .. Enumerable.Range(0, OrderRules.MaxMetadata).Select(
                    pair => KeyValuePair.Create($"{Text(38)}{pair:D2}", Text(OrderRules.MaxMetadataValueLength))),
            ],
        };
        var at = Some.At("10:00").AddMilliseconds(number);
        return new ImportedOrder(OrderId.FromReference(reference), terms with { PlacedAt = at }, at) { CancelledAt = at.AddHours(1) };
    }

    private static string Text(int length) => new('茶', length);
}
