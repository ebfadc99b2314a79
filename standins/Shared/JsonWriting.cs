using System.Text.Json;

namespace Amazon.Standins;

/// <summary>Writes members in the AWS JSON protocols: null is left out, an empty collection is written.</summary>
internal static class JsonWriting
{
    extension(Utf8JsonWriter json)
    {
        public void Member(string name, string value)
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        public void Member(string name, int? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
        }

        public void Member(string name, double? value)
        {
            if (value is not { } number)
                return;
            json.WritePropertyName(name);
            json.Double(number);
        }

        /// <summary>Writes epoch seconds to the millisecond. A time of unspecified kind is taken to be local, as the SDK does.</summary>
        public void Member(string name, DateTime? value)
        {
            if (value is not { } time)
                return;
            var milliseconds = (time.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
            json.WriteNumber(name, milliseconds / 1000m);
        }

        /// <summary>Writes the whole stream in base64, wherever it is positioned.</summary>
        public void Member(string name, MemoryStream value)
        {
            if (value is not null)
                json.WriteBase64String(name, value.TryGetBuffer(out var buffer) ? buffer : value.ToArray());
        }

        public void Member(string name, List<double> values) => json.Array(name, values, static (json, value) => json.Double(value));

        public void Member<T>(string name, T value, Action<Utf8JsonWriter, T> write)
            where T : class
        {
            if (value is null)
                return;
            json.WritePropertyName(name);
            json.Object(value, write);
        }

        public void Member<T>(string name, List<T> values, Action<Utf8JsonWriter, T> write)
            where T : class => json.Array(name, values, (json, value) => json.Object(value, write));

        private void Array<T>(string name, List<T> values, Action<Utf8JsonWriter, T> write)
        {
            if (values is null)
                return;
            json.WriteStartArray(name);
            foreach (var value in values)
                write(json, value);
            json.WriteEndArray();
        }

        private void Object<T>(T value, Action<Utf8JsonWriter, T> write)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }

        private void Double(double value)
        {
            // The service refuses these with an error that names the parameter, which is better than a failing writer.
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
