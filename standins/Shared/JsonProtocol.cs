using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Standins;

/// <summary>Chooses the exception type for an error by the name of its shape on the wire.</summary>
internal delegate AmazonServiceException ErrorMapping(ServiceError error);

/// <summary>What all operations of one service with an AWS JSON protocol have in common.</summary>
/// <param name="ServiceName">The service's namespace; it appears in the SDK's logs and metrics.</param>
/// <param name="TargetPrefix">What precedes the operation's name in X-Amz-Target.</param>
/// <param name="JsonVersion">"1.0" or "1.1".</param>
/// <param name="ApiVersion">The date of the service's API.</param>
/// <param name="ToException">Creates the service's own exceptions.</param>
internal sealed record JsonProtocol(
    string ServiceName, string TargetPrefix, string JsonVersion, string ApiVersion, ErrorMapping ToException)
{
    /// <summary>
    /// True for a service that once used the query protocol: it reports its old error codes, which differ
    /// from the names of the shapes, in a header of the response.
    /// </summary>
    public bool IsQueryCompatible { get; init; }

    /// <summary>True to send large requests in gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>An operation that answers with a document.</summary>
    public InvokeOptions Operation<TRequest>(
        string name, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, AmazonWebServiceResponse> read)
        where TRequest : AmazonWebServiceRequest => Operation(name, write, new DocumentUnmarshaller(this, read));

    /// <summary>
    /// An operation whose response has no content. The body is not read: some servers leave it empty, others send {}.
    /// </summary>
    public InvokeOptions Operation<TRequest>(string name, Action<Utf8JsonWriter, TRequest> write, Func<AmazonWebServiceResponse> nothing)
        where TRequest : AmazonWebServiceRequest => Operation(name, write, new NothingUnmarshaller(this, nothing));

    private InvokeOptions Operation<TRequest>(string name, Action<Utf8JsonWriter, TRequest> write, JsonUnmarshaller unmarshaller)
        where TRequest : AmazonWebServiceRequest => new()
        {
            RequestMarshaller = new JsonRequestMarshaller<TRequest>(this, name, write),
            ResponseUnmarshaller = unmarshaller,
        };
}
