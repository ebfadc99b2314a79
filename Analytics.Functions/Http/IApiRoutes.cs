using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Some routes of the API. Thread-safe.</summary>
public interface IApiRoutes
{
    /// <summary>Answers a request; null if its route is not among these.</summary>
    Task<APIGatewayHttpApiV2ProxyResponse>? Answer(APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken);
}
