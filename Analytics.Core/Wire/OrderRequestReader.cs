using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads the bodies of requests to the orders API. Unlike events and items, they may have no unknown fields.</summary>
public static class OrderRequestReader
{
    private const string IsSet = "is set by the API; leave it out";

    private static readonly string[] Terms =
        ["reference", "placedAt", "customerId", "currency", "lines", "shipping", "tax", "taxIncluded", "metadata"];

    private static readonly string[] SetByApi = ["orderId", "version", "status", "total", "updatedAt", "changes", "lane", "changeId"];
    private static readonly string[] OfPast = ["orderId", "status", "updatedAt"];

    private static readonly KnownFields LineFields = new(
        ["sku", "name", "quantity", "unitPrice", "discount"], ["lineTotal", "refunded", "returned"], IsSet);

    /// <summary>Whether an order has a field of this name beside its dimensions.</summary>
    public static bool IsField(string name) => Terms.Contains(name) || SetByApi.Contains(name);

    /// <summary>Reads the fields of a new order.</summary>
    /// <param name="json">The body.</param>
    /// <param name="dimensions">The dimensions that the order may have.</param>
    /// <param name="errors">Receives an entry for every field that is unknown, is set by the API or has the wrong JSON type.</param>
    /// <exception cref="JsonException">A name has half a surrogate pair.</exception>
    public static OrderDocument Read(JsonElement json, OrderDimensions dimensions, FieldErrors errors) =>
        Read(json, new KnownFields([.. Terms, .. dimensions.Names], SetByApi, IsSet), dimensions, errors);

    /// <summary>Reads the lines of an amendment.</summary>
    /// <inheritdoc cref="Read(JsonElement, OrderDimensions, FieldErrors)"/>
    public static OrderDocument ReadAmendment(JsonElement json, OrderDimensions dimensions, FieldErrors errors) => Read(
        json,
        new KnownFields(
            ["lines"], [.. Terms.Concat(SetByApi).Concat(dimensions.Names).Where(name => name != "lines")],
            "cannot be amended; only lines can"),
        dimensions, errors);

    /// <summary>Reads the fields of an order of the past, which may have an id, a status and a time of its last change.</summary>
    /// <inheritdoc cref="Read(JsonElement, OrderDimensions, FieldErrors)"/>
    public static OrderDocument ReadPast(JsonElement json, OrderDimensions dimensions, FieldErrors errors) => Read(
        json, new KnownFields([.. Terms, .. OfPast, .. dimensions.Names], [.. SetByApi.Except(OfPast)], IsSet), dimensions, errors);

    private static OrderDocument Read(JsonElement json, KnownFields fields, OrderDimensions dimensions, FieldErrors errors)
    {
        try
        {
            fields.Check(json, "#", errors);
            var lines = Lines(json).ToList();
            foreach (var (index, line) in lines.Index())
            {
                LineFields.Check(line, $"#/lines/{index}", errors);
            }

            var order = OrderReader.Read(json, errors);
            return json.ValueKind != JsonValueKind.Object ? order : order with
            {
                Reference = OrderReader.Text(json, "reference", "#/reference", errors),
                Metadata = Metadata(json, errors),
                Dimensions =
                [
                    .. dimensions.Names.Where(name => json.TryGetProperty(name, out _))
                        .Select(name => KeyValuePair.Create(name, OrderReader.Text(json, name, $"#/{name}", errors))),
                ],
                Lines = order.Lines is null ? null : [.. order.Lines.Zip(lines, lines.Index()).Select(Named)],
            };

            LineDocument Named((LineDocument Line, JsonElement Json, (int Index, JsonElement Item) At) line) =>
                line.Json.ValueKind != JsonValueKind.Object ? line.Line : line.Line with
                {
                    Name = OrderReader.Text(line.Json, "name", $"#/lines/{line.At.Index}/name", errors),
                };
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException(broken.Message, broken);
        }
    }

    // One line more than an order may have shows that it has too many.
    private static IEnumerable<JsonElement> Lines(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("lines", out var lines) && lines.ValueKind == JsonValueKind.Array
            ? lines.EnumerateArray().Take(OrderRules.MaxLines + 1)
            : [];

    private static IReadOnlyList<KeyValuePair<string, string?>> Metadata(JsonElement json, FieldErrors errors)
    {
        if (!json.TryGetProperty("metadata", out var metadata))
        {
            return [];
        }

        if (metadata.ValueKind == JsonValueKind.Object)
        {
            // One pair more than an order may have shows that it has too many.
            return [.. metadata.EnumerateObject().Take(OrderRules.MaxMetadata + 1).Select(pair => KeyValuePair.Create(
                pair.Name, OrderReader.Text(pair.Value, JsonPointer.Append("#/metadata", pair.Name), errors)))];
        }

        errors.Add("#/metadata", NewMetadata.Rule);
        return [];
    }
}
