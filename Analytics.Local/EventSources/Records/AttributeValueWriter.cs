using System.Text.Json;
using Amazon.DynamoDBStreams.Model;

namespace Analytics.Local.EventSources.Records;

/// <summary>Writes DynamoDB attribute values as DynamoDB JSON.</summary>
internal static class AttributeValueWriter
{
    public static void WriteItem(Utf8JsonWriter writer, string name, Dictionary<string, AttributeValue>? item)
    {
        if (item is null)
        {
            return;
        }

        writer.WritePropertyName(name);
        WriteMap(writer, item);
    }

    private static void WriteMap(Utf8JsonWriter writer, Dictionary<string, AttributeValue> map)
    {
        writer.WriteStartObject();
        foreach ((string name, AttributeValue value) in map)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case { S: not null }:
                writer.WriteString("S", value.S);
                break;
            case { N: not null }:
                writer.WriteString("N", value.N);
                break;
            case { B: not null }:
                writer.WriteBase64String("B", value.B.ToArray());
                break;
            case { BOOL: { } truth }:
                writer.WriteBoolean("BOOL", truth);
                break;
            case { NULL: true }:
                writer.WriteBoolean("NULL", true);
                break;
            case { M: not null }:
                writer.WritePropertyName("M");
                WriteMap(writer, value.M);
                break;
            case { L: not null }:
                WriteList(writer, "L", value.L, Write);
                break;
            case { SS: not null }:
                WriteList(writer, "SS", value.SS, (to, text) => to.WriteStringValue(text));
                break;
            case { NS: not null }:
                WriteList(writer, "NS", value.NS, (to, number) => to.WriteStringValue(number));
                break;
            case { BS: not null }:
                WriteList(writer, "BS", value.BS, (to, bytes) => to.WriteBase64StringValue(bytes.ToArray()));
                break;
            default:
                throw new NotSupportedException("The stream handed over an attribute value of no known type.");
        }

        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string type, List<T> values, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(type);
        foreach (T value in values)
        {
            write(writer, value);
        }

        writer.WriteEndArray();
    }
}
