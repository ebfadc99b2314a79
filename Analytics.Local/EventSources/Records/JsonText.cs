using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Local.EventSources.Records;

/// <summary>Writes JSON to bytes.</summary>
internal static class JsonText
{
    // The text goes into a request body, never into HTML: escaping more than JSON asks for would only make events larger.
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

    /// <summary>Epoch seconds with milliseconds as a fraction, none for a whole second.</summary>
    public static decimal EpochSeconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>Whether the bytes are one JSON value.</summary>
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
