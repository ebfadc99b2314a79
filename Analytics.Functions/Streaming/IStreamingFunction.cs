using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Streaming;

/// <summary>A function whose response is sent while it is made.</summary>
public interface IStreamingFunction
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response, which the caller completes.</param>
    /// <param name="until">When the response should be complete.</param>
    /// <param name="cancellationToken">Cancelled when nothing reads the response any more.</param>
    Task AnswerAsync(
        APIGatewayHttpApiV2ProxyRequest request, IStreamedResponse response, DateTimeOffset until, CancellationToken cancellationToken);
}
