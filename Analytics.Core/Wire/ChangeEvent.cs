using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Writes and reads changes as events of the order stream: CloudEvents 1.0, structured mode, JSON.</summary>
public static class ChangeEvent
{
    /// <summary>The CloudEvents <c>source</c> attribute of every event.</summary>
    public const string Source = "/orders";

    private const string Placed = "order.placed.v1";
    private const string Amended = "order.amended.v1";
    private const string Refunded = "order.refunded.v1";
    private const string Cancelled = "order.cancelled.v1";

    // Readers parse events as JSON, not as HTML, so only what JSON requires is escaped. Names in any script then stay in the form that the
    // fast parser accepts.
    private static readonly JsonWriterOptions WriterOptions =
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a change as UTF-8 JSON.</summary>
    /// <exception cref="ArgumentException">The change deleted the order. Deletions are not published.</exception>
    public static ReadOnlyMemory<byte> Write(OrderChange change)
    {
        var after = change.After ?? throw new ArgumentException("A deletion has no event.", nameof(change));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", change.Id.ToString());
            json.WriteString("source", Source);
            json.WriteString("type", TypeOf(change, after));
            json.WriteString("subject", after.Id.ToString());
            json.WriteString("time", Timestamps.Format(change.ChangedAt));
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            json.WritePropertyName("before");
            if (change.Before is { } before)
            {
                OrderWriter.WriteEvent(json, before);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WritePropertyName("after");
            OrderWriter.WriteEvent(json, after);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads and validates an event. Returns invalid content as <see cref="ParsedChange.Rejected"/> instead of throwing.</summary>
    public static ParsedChange Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(KplMagic))
        {
            return new ParsedChange.Rejected(
                "It is an aggregated record of the Kinesis Producer Library (KPL), not one event: set the producer's AggregationEnabled "
                    + "to false.");
        }

        try
        {
            using var json = OrderReader.Parse(utf8);
            return Read(json.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The parser throws InvalidOperationException if a string holds half a surrogate pair.
            return new ParsedChange.Rejected($"It is not JSON: {malformed.Message}.");
        }
    }

    // Magic number of a KPL aggregated record: four bytes before a Protocol Buffers message (KPL, "Aggregation format").
    private static ReadOnlySpan<byte> KplMagic => [0xF3, 0x89, 0x9A, 0xC2];

    private static ParsedChange Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("specversion", out var version)
            || version.ValueKind != JsonValueKind.String || !version.ValueEquals("1.0"u8))
        {
            return new ParsedChange.Rejected("It is not a CloudEvents 1.0 event.");
        }

        if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !IsKnown(type))
        {
            return new ParsedChange.Rejected($"Its type is none of {Placed}, {Amended}, {Refunded}, {Cancelled}.");
        }

        if (!root.TryGetProperty("data_base64", out var encoded))
        {
            return root.TryGetProperty("data", out var data) ? ReadData(data) : new ParsedChange.Rejected("It has no data.");
        }

        if (root.TryGetProperty("data", out _))
        {
            return new ParsedChange.Rejected("It has data and data_base64; CloudEvents allows one of them.");
        }

        if (encoded.ValueKind != JsonValueKind.String || !encoded.TryGetBytesFromBase64(out var decoded))
        {
            return new ParsedChange.Rejected("Its data_base64 is not Base64.");
        }

        try
        {
            using var json = OrderReader.Parse(decoded);
            return ReadData(json.RootElement);
        }
        catch (JsonException malformed)
        {
            return new ParsedChange.Rejected($"Its data_base64 does not hold JSON: {malformed.Message}.");
        }
    }

    private static ParsedChange ReadData(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("before", out var before)
            || !data.TryGetProperty("after", out var after))
        {
            return new ParsedChange.Rejected("Its data holds no before and after.");
        }

        var errors = new FieldErrors();
        return ParsedChange.Published(
            before.ValueKind == JsonValueKind.Null ? null : OrderReader.Read(before, errors), OrderReader.Read(after, errors), errors);
    }

    /// <summary>Whether a CloudEvents <c>type</c> is one of this product's.</summary>
    internal static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("order.placed.v1"u8) || type.SequenceEqual("order.amended.v1"u8) || type.SequenceEqual("order.cancelled.v1"u8)
        || type.SequenceEqual("order.refunded.v1"u8);

    private static bool IsKnown(JsonElement type) =>
        type.ValueEquals(Placed) || type.ValueEquals(Amended) || type.ValueEquals(Refunded) || type.ValueEquals(Cancelled);

    private static string TypeOf(OrderChange change, Order after) =>
        change.Before is not { } before ? Placed
        : after.Status == OrderStatus.Cancelled ? Cancelled
        : PaidBack(after).CompareTo(PaidBack(before)) > 0 ? Refunded
        : Amended;

    private static (long, long) PaidBack(Order order) => (order.Amounts.Refunds, order.Lines.Sum(line => line.Returned));
}
