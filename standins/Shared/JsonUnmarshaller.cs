using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Standins;

/// <summary>Reads the errors of a service; what a success contains is left to the operation.</summary>
internal abstract class JsonUnmarshaller(JsonProtocol protocol) : JsonResponseUnmarshaller
{
    public sealed override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var response = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        var shape = response.Code;
        if (protocol.IsQueryCompatible)
            AwsQueryCompatibleErrorHandler.ApplyQueryErrorHeader(response, context.ResponseData);
        return protocol.ToException(new ServiceError(shape, response, innerException, statusCode));
    }
}

internal sealed class DocumentUnmarshaller(JsonProtocol protocol, Func<JsonElement, AmazonWebServiceResponse> read)
    : JsonUnmarshaller(protocol)
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var document = JsonDocument.Parse(context.Stream, new JsonDocumentOptions { MaxDepth = context.JsonMaxDepth });
        return read(document.RootElement);
    }
}

internal sealed class NothingUnmarshaller(JsonProtocol protocol, Func<AmazonWebServiceResponse> nothing) : JsonUnmarshaller(protocol)
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) => nothing();
}
