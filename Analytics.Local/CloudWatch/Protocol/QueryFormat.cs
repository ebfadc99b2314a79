using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>The Query protocol of older SDKs: form-encoded requests and XML responses.</summary>
internal sealed class QueryFormat : IWireFormat
{
    private const string Namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";
    private const string Version = "2010-08-01";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true };

    public string ContentType => "text/xml";

    public (string Name, string Value)? ResponseHeader => null;

    public WireValue.Map Decode(ReadOnlyMemory<byte> body) => QueryForm.Read(body.Span);

    /// <summary>Returns the name of the operation that a request calls.</summary>
    /// <exception cref="ServiceError">The request names no operation, or another version of the API.</exception>
    public static string ActionOf(WireValue.Map request)
    {
        var input = new Input(request);
        if (input.Text("Version") is { } version && version != Version)
        {
            throw ServiceError.Query("NoSuchVersion", $"The version {version} of the API is not supported; {Version} is.");
        }

        return input.Text("Action") ?? throw ServiceError.Query("MissingAction", "The request is missing an action.");
    }

    public void EncodeResult(ResponseHead response, WireValue.Map? result, IBufferWriter<byte> output) => WriteDocument(output, xml =>
    {
        xml.WriteStartElement(response.Operation + "Response", Namespace);
        if (result is not null)
        {
            xml.WriteStartElement(response.Operation + "Result", Namespace);
            WriteContent(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("ResponseMetadata", Namespace);
        WriteElement(xml, "RequestId", response.RequestId);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public void EncodeError(ResponseHead response, ServiceError error, IBufferWriter<byte> output) => WriteDocument(output, xml =>
    {
        xml.WriteStartElement("ErrorResponse", Namespace);
        xml.WriteStartElement("Error", Namespace);
        WriteElement(xml, "Type", error.Fault);
        WriteElement(xml, "Code", error.QueryCode);
        WriteElement(xml, "Message", error.Message);
        WriteContent(xml, error.Details ?? WireValue.Map.Empty);
        xml.WriteEndElement();
        WriteElement(xml, "RequestId", response.RequestId);
        xml.WriteEndElement();
    });

    private static void WriteDocument(IBufferWriter<byte> output, Action<XmlWriter> write)
    {
        var document = new MemoryStream();
        using (var xml = XmlWriter.Create(document, Settings))
        {
            write(xml);
        }

        output.Write(document.GetBuffer().AsSpan(0, (int)document.Length));
    }

    private static void WriteElement(XmlWriter xml, string name, WireValue value)
    {
        xml.WriteStartElement(name, Namespace);
        WriteContent(xml, value);
        xml.WriteEndElement();
    }

    private static void WriteContent(XmlWriter xml, WireValue value)
    {
        switch (value)
        {
            case WireValue.Map { HasDataKeys: true } map:
                foreach (var (key, member) in map.Members)
                {
                    xml.WriteStartElement("entry", Namespace);
                    WriteElement(xml, "key", key);
                    WriteElement(xml, "value", member);
                    xml.WriteEndElement();
                }

                break;
            case WireValue.Map map:
                foreach (var (name, member) in map.Members)
                {
                    WriteElement(xml, name, member);
                }

                break;
            case WireValue.List list:
                foreach (var item in list.Items)
                {
                    WriteElement(xml, "member", item);
                }

                break;
            default:
                xml.WriteString(Text(value));
                break;
        }
    }

    private static string Text(WireValue value) => value switch
    {
        WireValue.Text text => string.Concat(text.Value.EnumerateRunes().Select(Allowed)),
        WireValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        WireValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        WireValue.Flag flag => flag.Value ? "true" : "false",
        WireValue.Time time => time.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        _ => "",
    };

    // XML 1.0 cannot represent most control characters, not even escaped.
    private static Rune Allowed(Rune rune) => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune;
}
