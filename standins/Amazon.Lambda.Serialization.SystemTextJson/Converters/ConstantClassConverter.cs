using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads and writes, as text, the AWS SDK's constants that appear in event types.</summary>
/// <remarks>The package does not know the AWS SDK, so it goes by these names; other constants are not converted.</remarks>
public class ConstantClassConverter : JsonConverter<object>
{
    private static readonly HashSet<string> s_names =
    [
        "Amazon.S3.EventType",
        "Amazon.DynamoDBv2.OperationType",
        "Amazon.DynamoDBv2.StreamViewType",
    ];

    public override bool CanConvert(Type typeToConvert) => typeToConvert.FullName is { } name && s_names.Contains(name);

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The generated metadata of the event type keeps the constructor.")]
    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Activator.CreateInstance(typeToConvert, reader.GetString());

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
