using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Serializes by reflection; property names are written as they are and read whatever their case.</summary>
[RequiresUnreferencedCode("It finds the properties by reflection: a trimmed function takes SourceGeneratorLambdaJsonSerializer.")]
public class DefaultLambdaJsonSerializer : AbstractLambdaJsonSerializer, ILambdaSerializer
{
    public DefaultLambdaJsonSerializer()
        : this(null, null)
    {
    }

    public DefaultLambdaJsonSerializer(Action<JsonSerializerOptions> customizer)
        : this(customizer, null)
    {
    }

    public DefaultLambdaJsonSerializer(Action<JsonSerializerOptions> customizer, Action<JsonWriterOptions> jsonWriterCustomizer)
        : base(jsonWriterCustomizer)
    {
        SerializerOptions = CreateDefaultJsonSerializationOptions();
        customizer?.Invoke(SerializerOptions);
    }

    protected JsonSerializerOptions SerializerOptions { get; }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The class says so itself.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The class is not for functions compiled ahead of time.")]
    protected override void InternalSerialize<T>(Utf8JsonWriter writer, T response) =>
        JsonSerializer.Serialize(writer, response, SerializerOptions);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The class says so itself.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The class is not for functions compiled ahead of time.")]
    protected override T InternalDeserialize<T>(byte[] utf8Json) => JsonSerializer.Deserialize<T>(utf8Json, SerializerOptions);
}
