using System.Globalization;
using System.Text;

namespace Analytics.Simulation.Terms;

/// <summary>The content of an order request of the simulated shop. Prices are text, exactly as in the request.</summary>
internal sealed record ShopTerms(string CustomerId, string Currency, IReadOnlyList<ShopLine> Lines)
{
    /// <summary>The mark that identifies the order in a sum; null for an unmarked order.</summary>
    public OrderMark? Mark { get; init; }

    /// <summary>The request body.</summary>
    public string Json()
    {
        var json = new StringBuilder();
        json.Append(CultureInfo.InvariantCulture, $$"""{"customerId":"{{CustomerId}}","currency":"{{Currency}}","lines":[""");
        json.AppendJoin(',', Lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $$"""{"sku":"{{line.Sku}}","quantity":{{line.Quantity}},"unitPrice":{{line.UnitPrice}}}""")));
        return json.Append("]}").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join(" + ", Lines.Select(line => $"{line.Quantity} {line.Sku} @ {line.UnitPrice}"))} {Currency}";
}

/// <summary>A line of an order.</summary>
internal readonly record struct ShopLine(string Sku, long Quantity, string UnitPrice);
