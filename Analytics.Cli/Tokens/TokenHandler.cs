using System.Net.Http.Headers;

namespace Analytics.Cli.Tokens;

/// <summary>Sends each request with the token that is valid then.</summary>
/// <param name="token">Returns the token; null for none.</param>
internal sealed class TokenHandler(Func<Task<string?>> token) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = await token() is { } text ? new AuthenticationHeaderValue("Bearer", text) : null;
        return await base.SendAsync(request, cancellationToken);
    }
}
