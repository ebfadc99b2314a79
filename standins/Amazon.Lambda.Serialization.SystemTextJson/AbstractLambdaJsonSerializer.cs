using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>What the System.Text.Json serializers share: errors, and the way to and from streams.</summary>
public abstract class AbstractLambdaJsonSerializer
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonSerializerException">The response cannot be written as JSON.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            using var writer = new Utf8JsonWriter(responseStream, s_options);
            InternalSerialize(writer, response);
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
            return InternalDeserialize<T>(payload.GetBuffer().AsSpan(0, (int)payload.Length));
        }
        catch (Exception e)
        {
            throw new JsonSerializerException($"The event cannot be read from JSON as {typeof(T).FullName}: {e.Message}", e);
        }
    }

    internal abstract void InternalSerialize<T>(Utf8JsonWriter writer, T response);

    internal abstract T InternalDeserialize<T>(ReadOnlySpan<byte> utf8Json);
}
