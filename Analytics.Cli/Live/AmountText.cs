using System.Text.Json;

namespace Analytics.Cli.Live;

/// <summary>Copies an answer of the aggregates API with its amounts of money as text, digit by digit as the API wrote them.</summary>
/// <remarks>
/// JavaScript reads a JSON number as a 64-bit floating-point number, which drops the last digits of amounts above 2^53 minor units, and the
/// zeros that show a currency's decimals.
/// </remarks>
internal static class AmountText
{
    /// <summary>Writes an answer. The numbers in each <c>revenue</c> object become strings; all other values stay as they are.</summary>
    public static void Write(Utf8JsonWriter json, string answer)
    {
        using var document = JsonDocument.Parse(answer);
        Copy(json, document.RootElement, isAmount: false);
    }

    private static void Copy(Utf8JsonWriter json, JsonElement value, bool isAmount)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Copy(json, property.Value, property.Name == "revenue" && property.Value.ValueKind == JsonValueKind.Object || isAmount);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                {
                    Copy(json, element, isAmount: false);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number when isAmount:
                json.WriteStringValue(value.GetRawText());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
