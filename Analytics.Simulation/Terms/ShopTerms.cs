using System.Globalization;
using System.Text;

namespace Analytics.Simulation.Terms;

/// <summary>The content of an order request of the simulated shop. Prices are text, exactly as in the request.</summary>
internal sealed record ShopTerms(string CustomerId, string Currency, IReadOnlyList<ShopLine> Lines)
{
    /// <summary>The mark that identifies the order in a sum; null for an unmarked order.</summary>
    public OrderMark? Mark { get; init; }

    /// <summary>The shipping charge, as text; 0 for none.</summary>
    public string Shipping { get; init; } = "0";

    /// <summary>The tax, as text; 0 for none.</summary>
    public string Tax { get; init; } = "0";

    /// <summary>The channel as requested; empty for none.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The country as requested; empty for none.</summary>
    public string Country { get; init; } = "";

    /// <summary>When the order was placed, if the shop reports it later; null if it is placed by the request.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>The request body.</summary>
    public string Json()
    {
        var json = new StringBuilder();
        json.Append(CultureInfo.InvariantCulture, $$"""{"customerId":"{{CustomerId}}","currency":"{{Currency}}",""");
        foreach (var (name, amount) in new[] { ("shipping", Shipping), ("tax", Tax) })
        {
            if (amount != "0")
            {
                json.Append(CultureInfo.InvariantCulture, $"\"{name}\":{amount},");
            }
        }

        foreach (var (name, value) in new[] { ("channel", Channel), ("country", Country) })
        {
            if (value.Length > 0)
            {
                json.Append(CultureInfo.InvariantCulture, $"\"{name}\":\"{value}\",");
            }
        }

        if (PlacedAt is { } placedAt)
        {
            json.Append(CultureInfo.InvariantCulture, $"\"placedAt\":\"{placedAt:yyyy-MM-dd'T'HH:mm:ss.fff}Z\",");
        }

        return json.Append(LinesJson().AsSpan(1)).ToString();
    }

    /// <summary>The body of a request that amends an order to these lines.</summary>
    public string LinesJson() => new StringBuilder("{\"lines\":[").AppendJoin(',', Lines.Select(Json)).Append("]}").ToString();

    private static string Json(ShopLine line)
    {
        var discount = line.Discount == "0" ? "" : $",\"discount\":{line.Discount}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"sku":"{{line.Sku}}","quantity":{{line.Quantity}},"unitPrice":{{line.UnitPrice}}{{discount}}}""");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join(" + ", Lines.Select(line => $"{line.Quantity} {line.Sku} @ {line.UnitPrice}"))} {Currency}";
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Number of units.</param>
/// <param name="UnitPrice">Price of one unit, as text.</param>
/// <param name="Discount">The discount on the line, as text; 0 for none.</param>
internal readonly record struct ShopLine(string Sku, long Quantity, string UnitPrice, string Discount = "0");
