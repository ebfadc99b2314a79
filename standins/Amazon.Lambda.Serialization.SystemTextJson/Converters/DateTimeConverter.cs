using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads a time from ISO 8601 text or from a number of seconds or milliseconds since 1970; writes ISO 8601 text.</summary>
/// <remarks>
/// A whole number up to 157,753,180,800 (some 5,000 years) is seconds, a larger one milliseconds; a fraction is always
/// seconds. Numbers in quotes are refused.
/// </remarks>
public class DateTimeConverter : JsonConverter<DateTime>
{
    private const long SecondsMax = 157_753_180_800;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var time))
        {
            return time;
        }

        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var whole)
                ? whole <= SecondsMax ? DateTime.UnixEpoch.AddSeconds(whole) : DateTime.UnixEpoch.AddMilliseconds(whole)
                : DateTime.UnixEpoch.AddSeconds(reader.GetDouble());
        }

        throw new JsonSerializerException($"A time is ISO 8601 text or a number since 1970, not this {reader.TokenType}.");
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
