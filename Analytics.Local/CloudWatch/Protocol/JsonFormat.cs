using System.Buffers;
using System.Text.Json;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>AWS JSON 1.0, the protocol of botocore, the AWS CLI and late releases of version 3 of the .NET SDK.</summary>
internal sealed class JsonFormat : IWireFormat
{
    public string ContentType => "application/x-amz-json-1.0";

    public (string Name, string Value)? ResponseHeader => null;

    public WireValue.Map Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement) as WireValue.Map
                ?? throw ServiceError.Serialization("The request must be a JSON object.");
        }
        catch (JsonException problem)
        {
            throw ServiceError.Serialization($"The request is not JSON: {problem.Message}");
        }
        catch (InvalidOperationException problem)
        {
            // The JSON reader accepts a string with an unpaired surrogate; reading the string then fails.
            throw ServiceError.Serialization($"The request is not JSON: {problem.Message}");
        }
    }

    public void EncodeResult(ResponseHead response, WireValue.Map? result, IBufferWriter<byte> output)
    {
        if (result is not null)
        {
            Encode(result, output);
        }
    }

    public void EncodeError(ResponseHead response, ServiceError error, IBufferWriter<byte> output) => Encode(error.ToWire(), output);

    private static void Encode(WireValue.Map value, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        Write(writer, value);
    }

    private static WireValue Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Dictionary<string, WireValue>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = Read(member.Value);
                }

                return new WireValue.Map(members);
            case JsonValueKind.Array:
                return WireValue.ListOf(element.EnumerateArray().Select(Read));
            case JsonValueKind.String:
                return new WireValue.Text(element.GetString() ?? "");
            case JsonValueKind.Number:
                return element.TryGetInt64(out var integer)
                    ? new WireValue.Integer(integer)
                    : new WireValue.Number(element.GetDouble());
            case JsonValueKind.True:
            case JsonValueKind.False:
                return new WireValue.Flag(element.GetBoolean());
            default:
                return new WireValue.Nothing();
        }
    }

    private static void Write(Utf8JsonWriter writer, WireValue value)
    {
        switch (value)
        {
            case WireValue.Map map:
                writer.WriteStartObject();
                foreach (var (name, member) in map.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case WireValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case WireValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case WireValue.Integer integer:
                writer.WriteNumberValue(integer.Value);
                break;
            case WireValue.Number number:
                writer.WriteNumberValue(number.Value);
                break;
            case WireValue.Time time:
                writer.WriteNumberValue(WireTime.ToSeconds(time.Value));
                break;
            case WireValue.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
