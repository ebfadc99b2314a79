using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Standins;

internal sealed class JsonRequestMarshaller<TRequest>(JsonProtocol protocol, string operation, Action<Utf8JsonWriter, TRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    // The text goes into no HTML page; escaping every quote and non-ASCII letter would only make it longer.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, protocol.ServiceName) { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = $"{protocol.TargetPrefix}.{operation}";
        request.Headers["Content-Type"] = $"application/x-amz-json-{protocol.JsonVersion}";
        request.Headers["x-amz-api-version"] = protocol.ApiVersion;
        if (protocol.IsQueryCompatible)
            request.Headers["x-amzn-query-mode"] = "true";

        if (protocol.IsCompressed)
            CompressionAlgorithmUtils.SetCompressionAlgorithm(request, CompressionEncodingAlgorithm.gzip);

        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, s_options))
        {
            json.WriteStartObject();
            write(json, (TRequest)input);
            json.WriteEndObject();
        }

        request.Content = body.WrittenSpan.ToArray();
        return request;
    }
}
