using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>What the System.Text.Json serializers share: options, errors, and the way to and from streams.</summary>
/// <remarks>With the environment variable LAMBDA_NET_SERIALIZER_DEBUG=true every payload is written to standard output.</remarks>
public abstract class AbstractLambdaJsonSerializer
{
    private readonly bool _writePayloads =
        string.Equals(Environment.GetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG"), "true", StringComparison.OrdinalIgnoreCase);

    protected AbstractLambdaJsonSerializer(Action<JsonWriterOptions> jsonWriterCustomizer)
    {
        WriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        jsonWriterCustomizer?.Invoke(WriterOptions);
    }

    protected JsonWriterOptions WriterOptions { get; }

    /// <exception cref="JsonSerializerException">The response cannot be written as JSON.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            if (!_writePayloads)
            {
                using var writer = new Utf8JsonWriter(responseStream, WriterOptions);
                InternalSerialize(writer, response);
                return;
            }

            using var payload = new MemoryStream();
            using (var writer = new Utf8JsonWriter(payload, WriterOptions))
            {
                InternalSerialize(writer, response);
            }

            WritePayload("response", payload);
            payload.Position = 0;
            payload.CopyTo(responseStream);
        }
        catch (Exception e)
        {
            throw new JsonSerializerException($"The response of type {typeof(T).FullName} cannot be written as JSON: {e.Message}", e);
        }
    }

    /// <exception cref="JsonSerializerException">The payload is not JSON, or not of type <typeparamref name="T"/>.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            using var payload = new MemoryStream();
            requestStream.CopyTo(payload);
            if (_writePayloads)
            {
                WritePayload("request", payload);
            }

            return InternalDeserialize<T>(payload.ToArray());
        }
        catch (Exception e)
        {
            throw new JsonSerializerException($"The event cannot be read from JSON as {typeof(T).FullName}: {e.Message}", e);
        }
    }

    protected virtual JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNameCaseInsensitive = true,
        PropertyNamingPolicy = new AwsNamingPolicy(),
        Converters = { new DateTimeConverter(), new MemoryStreamConverter(), new ConstantClassConverter(), new ByteArrayConverter() },
    };

    protected abstract void InternalSerialize<T>(Utf8JsonWriter writer, T response);

    protected abstract T InternalDeserialize<T>(byte[] utf8Json);

    private static void WritePayload(string kind, MemoryStream payload) =>
        Console.WriteLine($"Lambda {kind} payload: {System.Text.Encoding.UTF8.GetString(payload.GetBuffer(), 0, (int)payload.Length)}");
}
