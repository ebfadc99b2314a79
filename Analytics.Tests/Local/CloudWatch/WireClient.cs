using System.Formats.Cbor;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as JSON, also if it came as CBOR; null if it was empty.</param>
/// <param name="QueryError">The header for clients of the query protocol.</param>
internal sealed record WireAnswer(int Status, JsonNode? Body, string? QueryError);

/// <summary>Calls the endpoint in one of its protocols, with requests and responses written as JSON in the test.</summary>
internal sealed class WireClient(Uri address, string protocol) : IDisposable
{
    private const string Service = "GraniteServiceVersion20100801";

    private readonly HttpClient http = new() { BaseAddress = address };

    public async Task<WireAnswer> CallAsync(string operation, JsonNode request, bool packed = false)
    {
        var isCbor = protocol == "cbor";
        var body = isCbor ? ToCbor(request) : Encoding.UTF8.GetBytes(request.ToJsonString());
        using var message = new HttpRequestMessage(HttpMethod.Post, isCbor ? $"/service/{Service}/operation/{operation}" : "/");
        message.Content = new ByteArrayContent(packed ? Pack(body) : body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(isCbor ? "application/cbor" : "application/x-amz-json-1.0");
        if (packed)
        {
            message.Content.Headers.ContentEncoding.Add("gzip");
        }

        message.Headers.Add(isCbor ? "smithy-protocol" : "X-Amz-Target", isCbor ? "rpc-v2-cbor" : $"{Service}.{operation}");
        using var response = await http.SendAsync(message);
        if (isCbor)
        {
            Assert.Equal(["rpc-v2-cbor"], response.Headers.GetValues("smithy-protocol"));
        }

        var bytes = await response.Content.ReadAsByteArrayAsync();
        var error = response.Headers.TryGetValues("x-amzn-query-error", out var values) ? values.Single() : null;
        return new WireAnswer((int)response.StatusCode, bytes.Length == 0 ? null : isCbor ? FromCbor(bytes) : JsonNode.Parse(bytes), error);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Writes as the .NET SDK does: maps without a length, times tagged, numbers as narrow as they go.</summary>
    public static byte[] ToCbor(JsonNode node)
    {
        var writer = new CborWriter();
        Write(writer, node, "");
        return writer.Encode();
    }

    public static JsonNode? FromCbor(byte[] bytes) => Read(new CborReader(bytes));

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static void Write(CborWriter writer, JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartMap(null);
                foreach (var (key, value) in map)
                {
                    writer.WriteTextString(key);
                    Write(writer, value, key);
                }

                writer.WriteEndMap();
                break;
            case JsonArray list:
                writer.WriteStartArray(null);
                foreach (var item in list)
                {
                    Write(writer, item, "");
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                if (name is "Timestamp" or "StartTime" or "EndTime")
                {
                    writer.WriteTag(CborTag.UnixTimeSeconds);
                }

                WriteNumber(writer,
                    (double)decimal.Parse(
                    value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case JsonValue value when value.TryGetValue<bool>(out var flag):
                writer.WriteBoolean(flag);
                break;
            case null:
                writer.WriteNull();
                break;
            default:
                // The AWS JSON protocols have these as strings, CBOR as numbers.
                switch (node.GetValue<string>())
                {
                    case "NaN":
                        writer.WriteDouble(double.NaN);
                        break;
                    case "Infinity":
                        writer.WriteDouble(double.PositiveInfinity);
                        break;
                    case var text:
                        writer.WriteTextString(text);
                        break;
                }

                break;
        }
    }

    private static void WriteNumber(CborWriter writer, double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
        {
            writer.WriteInt64((long)number);
        }
        else if ((double)(Half)number == number)
        {
            writer.WriteHalf((Half)number);
        }
        else if ((float)number == number)
        {
            writer.WriteSingle((float)number);
        }
        else
        {
            writer.WriteDouble(number);
        }
    }

    private static JsonNode? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new JsonObject();
                reader.ReadStartMap();
                while (reader.PeekState() != CborReaderState.EndMap)
                {
                    map.Add(reader.ReadTextString(), Read(reader));
                }

                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var list = new JsonArray();
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    list.Add(Read(reader));
                }

                reader.ReadEndArray();
                return list;
            case CborReaderState.Tag:
                Assert.Equal(CborTag.UnixTimeSeconds, reader.ReadTag());
                return Read(reader);
            case CborReaderState.TextString:
                return reader.ReadTextString();
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                // Whole numbers as JSON has them, so that both protocols compare alike.
                var number = reader.ReadDouble();
                return number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : number;
            default:
                throw new InvalidOperationException($"A response holds {reader.PeekState()}.");
        }
    }
}
