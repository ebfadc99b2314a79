using Analytics.Core.Orders;

namespace Analytics.Functions.Orders;

/// <summary>Prices that an order gets from the catalogue, because its caller may not set any.</summary>
/// <param name="prices">Unit prices by SKU and currency code, as the catalogue has them.</param>
internal sealed class PriceList(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> prices)
{
    private static readonly string SetByCatalogue =
        $"is set by the shop; leave it out, or use a token with the scope {Callers.Scopes.SetPrices}";

    /// <summary>Gives the lines of an order their prices.</summary>
    /// <param name="order">The order or the amendment as it was sent.</param>
    /// <param name="currency">The currency of the order; null if the order has none, which is an error already.</param>
    /// <param name="errors">Receives an entry for each amount that the caller may not set, and each item without a price.</param>
    public OrderDocument Price(OrderDocument order, string? currency, FieldErrors errors)
    {
        Refuse(order.Shipping, "#/shipping", errors);
        Refuse(order.Tax, "#/tax", errors);
        var lines = order.Lines?.Select((line, row) => Price(line, row, currency, errors));
        return order with { Lines = lines is null ? null : [.. lines] };
    }

    /// <summary>The terms of an order without its prices, so that a repeated request is the same after a price has changed.</summary>
    public static OrderTerms Unpriced(OrderTerms terms) =>
        terms with { Lines = [.. terms.Lines.Select(line => line with { UnitPriceMinor = 0 })] };

    private LineDocument Price(LineDocument line, int row, string? currency, FieldErrors errors)
    {
        Refuse(line.UnitPrice, $"#/lines/{row}/unitPrice", errors);
        Refuse(line.Discount, $"#/lines/{row}/discount", errors);
        var price = line.Sku is { } sku && currency is not null
            ? prices.GetValueOrDefault(OrderRules.NormalizeName(sku))?.GetValueOrDefault(currency) : null;
        if (price is null && line.Sku is not null && currency is not null)
        {
            errors.Add($"#/lines/{row}/sku", $"has no price in {currency} in the catalogue");
        }

        // Zero stands where another error is reported already, so that the price is not reported missing too.
        return line with { UnitPrice = price ?? "0" };
    }

    private static void Refuse(string? amount, string pointer, FieldErrors errors)
    {
        if (amount is not null)
        {
            errors.Add(pointer, SetByCatalogue);
        }
    }
}
