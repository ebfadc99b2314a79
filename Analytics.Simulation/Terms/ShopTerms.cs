using System.Globalization;
using System.Text;

namespace Analytics.Simulation.Terms;

/// <summary>What a customer of the simulated shop asks for. Prices are text, as they stand in the request.</summary>
internal sealed record ShopTerms(string CustomerId, string Currency, IReadOnlyList<ShopLine> Lines)
{
    /// <summary>What tells the order from others in a sum; null where nothing does.</summary>
    public OrderMark? Mark { get; init; }

    /// <summary>The request's body.</summary>
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

/// <summary>A line of it.</summary>
internal readonly record struct ShopLine(string Sku, long Quantity, string UnitPrice);
