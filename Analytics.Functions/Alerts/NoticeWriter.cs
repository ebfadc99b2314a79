using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Shared;

namespace Analytics.Functions.Alerts;

/// <summary>Writes notices: the body that a receiver gets, and what the API shows.</summary>
internal static class NoticeWriter
{
    /// <summary>The numbers of an alert that is over because its rule was changed.</summary>
    public const string Changed = """{"changed":true}""";

    // Names are the shop's, in its language; the body is JSON and never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of the request to a receiver. Repeated attempts have the same <c>id</c>.</summary>
    public static ReadOnlyMemory<byte> Body(string alertId, Alert alert, AlertNotice notice)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", notice.IdOf(alertId));
            Write(json, notice, Zones.CalendarOf(alert.TimeZone));
            json.WriteStartObject("alert");
            json.WriteString("id", alertId);
            AlertResource.WriteSettings(json, alert);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes what happened, when, and the numbers.</summary>
    public static void Write(Utf8JsonWriter json, AlertNotice notice, Calendar calendar)
    {
        json.WriteString("event", notice.Kind.ToWire());
        json.WriteString("at", Timestamps.Format(notice.At));
        json.WriteString("since", calendar.Format(notice.Since));
        if (notice.Until is { } until)
        {
            json.WriteString("until", calendar.Format(until));
        }

        json.WritePropertyName("numbers");
        json.WriteRawValue(notice.Numbers);
    }

    /// <summary>Writes what became of a notice.</summary>
    public static void WriteDelivery(Utf8JsonWriter json, AlertNotice notice)
    {
        json.WriteString("delivery", notice.Delivery.ToWire());
        json.WriteNumber("attempts", notice.Attempts);
        if (notice.AttemptedAt is { } at)
        {
            json.WriteString("attemptedAt", Timestamps.Format(at));
        }

        if (notice.Failure is { } failure)
        {
            json.WriteString("failure", failure);
        }
    }
}
