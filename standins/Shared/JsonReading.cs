using System.Globalization;
using System.Text.Json;

namespace Amazon.Standins;

/// <summary>Reads members in the AWS JSON protocols: what is absent or null is null, collections too.</summary>
internal static class JsonReading
{
    extension(JsonElement json)
    {
        public string String(string name) => json.Has(name, out var value) ? value.GetString() : null;

        public int? Int(string name) => json.Has(name, out var value) ? value.GetInt32() : null;

        public long? Long(string name) => json.Has(name, out var value) ? value.GetInt64() : null;

        public bool? Bool(string name) => json.Has(name, out var value) ? value.GetBoolean() : null;

        /// <summary>A time in UTC.</summary>
        public DateTime? Timestamp(string name) => json.Has(name, out var value) ? AsTimestamp(value) : null;

        /// <summary>A stream at its beginning.</summary>
        public MemoryStream Blob(string name) => json.Has(name, out var value) ? AsBlob(value) : null;

        public T Object<T>(string name, Func<JsonElement, T> read)
            where T : class => json.Has(name, out var value) ? read(value) : null;

        public List<T> List<T>(string name, Func<JsonElement, T> read)
        {
            if (!json.Has(name, out var array))
                return null;
            var values = new List<T>(array.GetArrayLength());
            foreach (var value in array.EnumerateArray())
                values.Add(read(value));
            return values;
        }

        public Dictionary<string, T> Map<T>(string name, Func<JsonElement, T> read)
        {
            if (!json.Has(name, out var map))
                return null;
            var values = new Dictionary<string, T>();
            foreach (var entry in map.EnumerateObject())
                values[entry.Name] = read(entry.Value);
            return values;
        }

        private bool Has(string name, out JsonElement value) =>
            json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public static string AsString(JsonElement value) => value.GetString();

    public static MemoryStream AsBlob(JsonElement value) => new(value.GetBytesFromBase64());

    public static double AsDouble(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : value.GetDouble();

    public static DateTime AsTimestamp(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? DateTime.Parse(
                value.GetString(), CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces).ToUniversalTime()
            : DateTime.UnixEpoch.AddTicks((long)decimal.Round(value.GetDecimal() * TimeSpan.TicksPerSecond));
}
