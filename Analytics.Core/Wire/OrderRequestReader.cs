using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads the bodies of requests to the orders API. Unlike events and items, they may have no unknown fields.</summary>
public static class OrderRequestReader
{
    private static readonly KnownFields OrderFields = new(
        ["placedAt", "customerId", "currency", "lines"],
        ["orderId", "version", "status", "total", "updatedAt", "lane", "changeId"]);

    private static readonly KnownFields LineFields = new(["sku", "quantity", "unitPrice"], ["lineTotal"]);

    /// <summary>Reads the fields of a new order.</summary>
    /// <param name="json">The body.</param>
    /// <param name="errors">Receives an entry for every field that is unknown, is set by the API or has the wrong JSON type.</param>
    /// <exception cref="JsonException">A name has half a surrogate pair.</exception>
    public static OrderDocument Read(JsonElement json, FieldErrors errors)
    {
        Check(json, OrderFields, errors);
        return OrderReader.Read(json, errors);
    }

    private static void Check(JsonElement json, KnownFields fields, FieldErrors errors)
    {
        try
        {
            fields.Check(json, "#", errors);
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("lines", out var lines)
                && lines.ValueKind == JsonValueKind.Array)
            {
                foreach (var (index, line) in lines.EnumerateArray().Take(OrderRules.MaxLines + 1).Index())
                {
                    LineFields.Check(line, $"#/lines/{index}", errors);
                }
            }
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException(broken.Message, broken);
        }
    }
}
