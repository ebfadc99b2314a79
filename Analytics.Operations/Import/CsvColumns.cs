using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Operations.Import;

/// <summary>The columns that a CSV file may have. A further field of an order is one more entry here.</summary>
internal static class CsvColumns
{
    /// <summary>The shop's own order number. Rows with the same one are lines of the same order.</summary>
    public const string Reference = "reference";

    /// <summary>The id of the order, where it comes from another stack. Rows with the same one are lines of the same order.</summary>
    public const string OrderId = "orderId";

    /// <summary>Whether the prices include the tax: <c>true</c> or <c>false</c>, in capitals or not.</summary>
    public const string TaxIncluded = "taxIncluded";

    /// <summary>Columns that hold a field of the order. Rows of the same order have the same value, or none.</summary>
    public static readonly IReadOnlyDictionary<string, Func<OrderDocument, string, OrderDocument>> OfOrder =
        new Dictionary<string, Func<OrderDocument, string, OrderDocument>>
        {
            [Reference] = (order, text) => order with { Reference = text },
            [OrderId] = (order, text) => order with { OrderId = text },
            ["placedAt"] = (order, text) => order with { PlacedAt = text },
            ["customerId"] = (order, text) => order with { CustomerId = text },
            ["currency"] = (order, text) => order with { Currency = text },
            ["shipping"] = (order, text) => order with { Shipping = text },
            ["tax"] = (order, text) => order with { Tax = text },
            [TaxIncluded] = (order, text) => order with { TaxIncluded = text == "true" },
            ["status"] = (order, text) => order with { Status = text },
            ["updatedAt"] = (order, text) => order with { UpdatedAt = text },
        };

    /// <summary>Columns that hold a field of a line.</summary>
    public static readonly IReadOnlyDictionary<string, Func<LineDocument, string, LineDocument>> OfLine =
        new Dictionary<string, Func<LineDocument, string, LineDocument>>
        {
            ["sku"] = (line, text) => line with { Sku = text },
            ["quantity"] = (line, text) => line with { Quantity = text },
            ["name"] = (line, text) => line with { Name = text },
            ["discount"] = (line, text) => line with { Discount = text },
            ["unitPrice"] = (line, text) => line with { UnitPrice = text },
        };

    /// <summary>The columns that every file needs.</summary>
    public static readonly IReadOnlyList<string> Required = ["placedAt", "customerId", "currency", "sku", "quantity", "unitPrice"];

    /// <summary>All columns, required ones first.</summary>
    /// <param name="dimensions">The dimensions that orders may have; each is a column of the order.</param>
    public static IEnumerable<string> All(OrderDimensions dimensions) =>
        Required.Concat([.. OfOrder.Keys, .. dimensions.Names, .. OfLine.Keys]).Distinct();
}
