using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>The dimensions that orders may have in a shop: channel, country and up to two more. Immutable.</summary>
public sealed class OrderDimensions
{
    /// <summary>The value of every value of a dimension that is not told apart.</summary>
    public const string Other = "other";

    /// <summary>What a query says to ask for orders without a dimension. No order is placed with this value.</summary>
    public const string Without = "none";

    private const int MaxFurther = 2;

    // Parameters of queries, names in answers beside the values of dimensions, and columns of imported lines: none is a field of an order.
    private static readonly string[] Taken =
    [
        "asOf", "averageOrderValue", "basis", "by", "cancelled", "compare", "comparison", "cursor", "customers", "customersError",
        "discount", "discounts", "from", "gross", "groupBy", "include", "includes", "items", "limit", "name", "order", "orders", "p50",
        "p90", "p99", "percentileAccuracy", "percentiles", "quantity", "refunded", "refunds", "revenue", "sku", "status", "step", "to",
        "top", "tz", "unitPrice", "units", "updatedAt", "wait", "window",
    ];

    private static readonly string[] Always = ["channel", "country"];

    private OrderDimensions(IReadOnlyList<string> further) => Names = [.. Always, .. further];

    /// <summary>Channel and country.</summary>
    public static OrderDimensions Default { get; } = new([]);

    /// <summary>The names, <c>channel</c> and <c>country</c> first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Parses the names of the further dimensions.</summary>
    /// <param name="text">At most two names, separated by commas; blank for none.</param>
    /// <exception cref="FormatException">A name breaks the rules or is taken by a field or parameter, or there are too many.</exception>
    public static OrderDimensions Parse(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (!Slice.IsName(name))
            {
                throw new FormatException(
                    $"'{name}' cannot name a dimension: a name is 1 to {Slice.MaxLength} letters and digits, with a small letter first.");
            }

            if (OrderRequestReader.IsField(name) || Taken.Contains(name) || Always.Contains(name)
                || names.Count(other => other == name) > 1)
            {
                throw new FormatException($"'{name}' cannot name a further dimension: the API has a field or parameter of this name.");
            }
        }

        return names.Length <= MaxFurther
            ? new OrderDimensions(names)
            : throw new FormatException($"There are {names.Length} further dimensions; at most {MaxFurther} are allowed.");
    }
}
