namespace Analytics.Cli.Signing;

/// <summary>Signs each request before it is sent. Redirects are not followed: a signature is for one host.</summary>
internal sealed class SigningHandler(RequestSigner signer)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await signer.SignAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
