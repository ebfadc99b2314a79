using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Tests.Support;

/// <summary>Items as DynamoDB's own JSON, as its API and its command line show them; in order of names, since an item has none.</summary>
internal static class DynamoDbJson
{
    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Dictionary<string, AttributeValue> item)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            WriteMap(json, item);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <exception cref="JsonException">It is not JSON, or not an item.</exception>
    public static Dictionary<string, AttributeValue> Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return ReadMap(json.RootElement);
        }
        catch (Exception other) when (other is InvalidOperationException or FormatException)
        {
            throw new JsonException(other.Message, other);
        }
    }

    private static void WriteMap(Utf8JsonWriter json, Dictionary<string, AttributeValue> map)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributeValue value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case { S: { } text }:
                json.WriteString("S", text);
                break;
            case { N: { } number }:
                json.WriteString("N", number);
                break;
            case { B: { } bytes }:
                json.WriteBase64String("B", bytes.ToArray());
                break;
            case { BOOL: { } flag }:
                json.WriteBoolean("BOOL", flag);
                break;
            case { M: { } map }:
                json.WritePropertyName("M");
                WriteMap(json, map);
                break;
            case { L: { } list }:
                json.WriteStartArray("L");
                list.ForEach(element => Write(json, element));
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, AttributeValue> ReadMap(JsonElement map)
    {
        var item = new Dictionary<string, AttributeValue>();
        foreach (var member in map.EnumerateObject())
        {
            item[member.Name] = ReadValue(member.Value);
        }

        return item;
    }

    private static AttributeValue ReadValue(JsonElement value)
    {
        var member = value.EnumerateObject().Single();
        return member.Name switch
        {
            "S" => new AttributeValue { S = member.Value.GetString() },
            "N" => new AttributeValue { N = member.Value.GetString() },
            "B" => new AttributeValue { B = new MemoryStream(member.Value.GetBytesFromBase64()) },
            "BOOL" => new AttributeValue { BOOL = member.Value.GetBoolean() },
            "M" => new AttributeValue { M = ReadMap(member.Value), IsMSet = true },
            "L" => new AttributeValue { L = [.. member.Value.EnumerateArray().Select(ReadValue)], IsLSet = true },
            _ => throw new JsonException($"'{member.Name}' is no type of attribute."),
        };
    }
}
