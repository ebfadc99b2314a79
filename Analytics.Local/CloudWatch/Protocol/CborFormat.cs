using System.Buffers;
using System.Formats.Cbor;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Smithy RPC v2 CBOR, the protocol of version 4 of the .NET SDK and version 2 of the Go SDK.</summary>
/// <remarks>
/// Clients encode numbers in the smallest width that holds them, and maps with indefinite length. The decoder therefore accepts every
/// width, and containers of definite and of indefinite length. No operation uses byte strings; they are decoded as absent.
/// </remarks>
internal sealed class CborFormat : IWireFormat
{
    /// <summary>Maximum nesting depth of a request, the same as for JSON.</summary>
    private const int MaxDepth = 64;

    public string ContentType => "application/cbor";

    public (string Name, string Value)? ResponseHeader => ("smithy-protocol", "rpc-v2-cbor");

    public WireValue.Map Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(new CborReader(body, CborConformanceMode.Lax), 0) as WireValue.Map
                ?? throw ServiceError.Serialization("The request must be a CBOR map.");
        }
        catch (Exception problem) when (problem is CborContentException or InvalidOperationException or OverflowException)
        {
            throw ServiceError.Serialization($"The request is not CBOR: {problem.Message}");
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
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, value);
        output.Write(writer.Encode());
    }

    private static WireValue Read(CborReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw ServiceError.Serialization($"The request is nested more than {MaxDepth} deep.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                return ReadMap(reader, depth);
            case CborReaderState.StartArray:
                return ReadList(reader, depth);
            case CborReaderState.TextString:
            case CborReaderState.StartIndefiniteLengthTextString:
                return new WireValue.Text(reader.ReadTextString());
            case CborReaderState.UnsignedInteger:
                var positive = reader.ReadUInt64();
                return positive <= long.MaxValue ? new WireValue.Integer((long)positive) : new WireValue.Number(positive);
            case CborReaderState.NegativeInteger:
                var magnitude = reader.ReadCborNegativeIntegerRepresentation();
                return magnitude <= long.MaxValue
                    ? new WireValue.Integer(-1L - (long)magnitude)
                    : new WireValue.Number(-1.0 - magnitude);
            case CborReaderState.HalfPrecisionFloat:
            case CborReaderState.SinglePrecisionFloat:
            case CborReaderState.DoublePrecisionFloat:
                return new WireValue.Number(reader.ReadDouble());
            case CborReaderState.Boolean:
                return new WireValue.Flag(reader.ReadBoolean());
            case CborReaderState.Tag:
                return ReadTagged(reader, depth);
            default:
                reader.SkipValue();
                return new WireValue.Nothing();
        }
    }

    private static WireValue.Map ReadMap(CborReader reader, int depth)
    {
        var members = new Dictionary<string, WireValue>(StringComparer.Ordinal);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            members[name] = Read(reader, depth + 1);
        }

        reader.ReadEndMap();
        return new WireValue.Map(members);
    }

    private static WireValue.List ReadList(CborReader reader, int depth)
    {
        var items = new List<WireValue>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(Read(reader, depth + 1));
        }

        reader.ReadEndArray();
        return new WireValue.List(items);
    }

    private static WireValue ReadTagged(CborReader reader, int depth)
    {
        var tag = reader.ReadTag();
        var value = Read(reader, depth + 1);
        var seconds = (tag, value) switch
        {
            (CborTag.UnixTimeSeconds, WireValue.Integer integer) => integer.Value,
            (CborTag.UnixTimeSeconds, WireValue.Number number) => number.Value,
            _ => double.NaN,
        };
        return WireTime.FromSeconds(seconds) is { } time ? new WireValue.Time(time) : value;
    }

    private static void Write(CborWriter writer, WireValue value)
    {
        switch (value)
        {
            case WireValue.Map map:
                writer.WriteStartMap(map.Members.Count);
                foreach (var (name, member) in map.Members)
                {
                    writer.WriteTextString(name);
                    Write(writer, member);
                }

                writer.WriteEndMap();
                break;
            case WireValue.List list:
                writer.WriteStartArray(list.Items.Count);
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case WireValue.Text text:
                writer.WriteTextString(text.Value);
                break;
            case WireValue.Integer integer:
                writer.WriteInt64(integer.Value);
                break;
            case WireValue.Number number:
                writer.WriteDouble(number.Value);
                break;
            case WireValue.Time time:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble(WireTime.ToSeconds(time.Value));
                break;
            case WireValue.Flag flag:
                writer.WriteBoolean(flag.Value);
                break;
            default:
                writer.WriteNull();
                break;
        }
    }
}
