using System.Text;

namespace Analytics.Core.Orders;

/// <summary>An order line from an untrusted source, not validated yet.</summary>
public sealed record LineDocument(string? Sku, string? Quantity, string? UnitPrice)
{
    public string? Name { get; init; }

    public string? Discount { get; init; }

    public string? Refunded { get; init; }

    public string? Returned { get; init; }

    internal OrderLine Check(string pointer, Currency? currency, FieldErrors errors)
    {
        errors.Require(Sku, Sku is not null && OrderRules.IsName(Sku), $"{pointer}/sku", OrderRules.NameRule);
        var isCounted = Read(Quantity, 0, out var quantity) == AmountReading.Exact && quantity is >= 1 and <= OrderRules.MaxQuantity;
        errors.Require(Quantity, isCounted, $"{pointer}/quantity", $"must be a whole number from 1 to {OrderRules.MaxQuantity:N0}");
        var isPriced = TryReadPrice(pointer, currency, errors, out var price);
        var line = new OrderLine(Sku ?? "", quantity, price) { Name = Name };

        // Without a valid quantity and price, the amounts have no upper limit.
        var total = isCounted && isPriced ? line.TotalMinor : long.MaxValue;
        var discount = Amounts.Check(
            Discount, currency, total, $"{pointer}/discount", "must be a number from 0 to the line's total", errors);
        var refunded = Amounts.Check(
            Refunded, currency, total - discount, $"{pointer}/refunded", "must be a number from 0 to what the line cost", errors);
        errors.Require(
            Amounts.Read(Returned, 0, out var returned) == AmountReading.Exact && returned >= 0 && (!isCounted || returned <= quantity),
            $"{pointer}/returned", "must be a whole number from 0 to the quantity");
        return line with { DiscountMinor = discount, RefundedMinor = refunded, Returned = returned };
    }

    // If the currency is unknown, the decimals cannot be checked, but the number can.
    private bool TryReadPrice(string pointer, Currency? currency, FieldErrors errors, out long price)
    {
        var reading = Read(UnitPrice, currency?.Exponent ?? 4, out price);
        if (reading == AmountReading.TooManyDecimals)
        {
            errors.Require(currency is null, $"{pointer}/unitPrice",
                $"must have no more decimals than {currency} has: {currency?.Exponent}");
            return false;
        }

        var highest = currency is null ? OrderRules.MaxUnitPrice * 10_000 : OrderRules.UnitPriceMaxMinor(currency);
        var isValid = reading == AmountReading.Exact && price >= 0 && price <= highest;
        errors.Require(UnitPrice, isValid, $"{pointer}/unitPrice", $"must be a number from 0 to {OrderRules.MaxUnitPrice:N0}");
        return isValid;
    }

    private static AmountReading Read(string? text, int exponent, out long value)
    {
        value = 0;
        return text is null ? AmountReading.NotANumber : MinorUnits.Read(Encoding.UTF8.GetBytes(text), exponent, out value);
    }
}
