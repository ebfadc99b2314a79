using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Local.EventSources.Records;

internal static class JsonText
{
    // The text is only used in request bodies, never in HTML. Escaping more than JSON requires would only make events larger.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Epoch seconds with milliseconds as a decimal fraction; no fraction for whole seconds.</summary>
    public static decimal EpochSeconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>Whether the bytes are a single JSON value.</summary>
    public static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
