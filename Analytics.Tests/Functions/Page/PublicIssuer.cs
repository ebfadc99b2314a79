using System.Net;

namespace Analytics.Tests.Functions.Page;

/// <summary>Serves the OpenID configuration of an issuer, and counts how often it is read.</summary>
internal sealed class PublicIssuer : HttpMessageHandler
{
    public const string Name = "https://idp.example/pool";

    /// <summary>The document; null while the issuer does not answer.</summary>
    public string? Document { get; set; } = """
        {"issuer":"https://idp.example/pool","authorization_endpoint":"https://login.example:8443/oauth2/authorize?tenant=1",
         "token_endpoint":"https://login.example:8443/oauth2/token","jwks_uri":"https://idp.example/pool/keys"}
        """;

    public int Reads { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Reads++;
        return Document is { } document && request.RequestUri?.ToString() == $"{Name}/.well-known/openid-configuration"
            ? Task.FromResult(new HttpResponseMessage { Content = new StringContent(document) })
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
    }
}
