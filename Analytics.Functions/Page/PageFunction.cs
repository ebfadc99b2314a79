using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Analytics.Functions.Http;
using Analytics.Functions.Runtime;

namespace Analytics.Functions.Page;

/// <summary>Entry point of the page function: serves the page's files to anyone, and says how the page signs in.</summary>
/// <remarks>It reads no table. All that it gives away is in the repository, or public at the issuer.</remarks>
internal sealed class PageFunction
{
    // A browser asks for these files again only when the document names others.
    private const string ForGood = "public, max-age=31536000, immutable";

    private static readonly HttpClient Http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(3),
            MaxResponseContentBufferSize = 64 * 1024,
        };

    private readonly EmbeddedPage _page = EmbeddedPage.Own;
    private readonly SignInSettings? _signIn;
    private readonly IssuerDiscovery? _discovery;
    private readonly IReadOnlyList<string> _dimensions;
    private readonly TimeProvider _time;

    /// <param name="signIn">How the page signs in; null if the API takes requests without a token.</param>
    /// <param name="dimensions">The dimensions that orders may have.</param>
    /// <param name="http">Reads the issuer's document.</param>
    /// <param name="time">The clock.</param>
    public PageFunction(SignInSettings? signIn, IReadOnlyList<string> dimensions, HttpClient http, TimeProvider time)
    {
        (_signIn, _dimensions, _time) = (signIn, dimensions, time);
        _discovery = signIn is null ? null : new IssuerDiscovery(http, signIn.Issuer, time);
    }

    /// <summary>Composes the function.</summary>
    public static PageFunction Compose(AwsServices services) =>
        new(services.Settings.SignIn, services.Settings.Dimensions.Names, Http, services.Time);

    public async Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        var answer = await ApiGuard.RunAsync(context, _time, token => AnswerAsync(request, context.Logger, token));
        answer.Headers.TryAdd("Content-Security-Policy", PolicyOf(endpoints: null));
        return answer.With("Referrer-Policy", "no-referrer").With("X-Content-Type-Options", "nosniff").Coded(request);
    }

    // No inline script or style, and requests to the API only; where the page signs in, its code is redeemed at the issuer.
    private static string PolicyOf(IssuerEndpoints? endpoints)
    {
        var issuer = endpoints is null ? ""
            : $" {endpoints.Token.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + $"connect-src 'self'{issuer}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private async Task<APIGatewayHttpApiV2ProxyResponse> AnswerAsync(
        APIGatewayHttpApiV2ProxyRequest request, ILambdaLogger log, CancellationToken cancellationToken) => request.RouteKey switch
    {
        "GET /" or "HEAD /" => Document(request, await FindIssuerAsync(log, cancellationToken)),
        "GET /page/{file+}" or "HEAD /page/{file+}" => request.PathParameter("file") == "site.json"
            ? Site(request, await FindIssuerAsync(log, cancellationToken))
            : File(request, request.PathParameter("file")),
        _ => NotFound(request),
    };

    private Task<IssuerEndpoints?> FindIssuerAsync(ILambdaLogger log, CancellationToken cancellationToken) =>
        _discovery?.FindAsync(log, cancellationToken) ?? Task.FromResult<IssuerEndpoints?>(null);

    // The tag covers the policy: a browser that has the document gets a new one with a new policy.
    private APIGatewayHttpApiV2ProxyResponse Document(APIGatewayHttpApiV2ProxyRequest request, IssuerEndpoints? endpoints)
    {
        var policy = PolicyOf(endpoints);
        var tag = new EntityTag(PageFile.HashOf($"{policy}\n{_page.Document}"), IsWeak: true);
        return ApiResponse.Ok("text/html; charset=utf-8", _page.Document).Conditioned(request, tag)
            .With("Content-Security-Policy", policy);
    }

    private APIGatewayHttpApiV2ProxyResponse File(APIGatewayHttpApiV2ProxyRequest request, string path)
    {
        var (version, name) = path.Split('/', 2) is [var first, var rest] ? (first, rest) : ("", path);
        if (_page.Find(name) is not { } file)
        {
            return NotFound(request);
        }

        var answer = ApiResponse.Ok(file.ContentType, file.Text).Conditioned(request, file.Tag);
        // A page that was opened before a deployment may ask for files of its version, and gets those of today, which are not to be kept.
        return version == _page.Version && answer.StatusCode is 200 or 304 ? answer.With("Cache-Control", ForGood) : answer;
    }

    private APIGatewayHttpApiV2ProxyResponse Site(APIGatewayHttpApiV2ProxyRequest request, IssuerEndpoints? endpoints)
    {
        var answer = ApiResponse.Ok(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("pages");
            json.WriteEndArray();
            json.WriteStartArray("dimensions");
            foreach (var dimension in _dimensions)
            {
                json.WriteStringValue(dimension);
            }

            json.WriteEndArray();
            if (_signIn is not null)
            {
                json.WriteStartObject("signIn");
                json.WriteString("issuer", _signIn.Issuer);
                json.WriteString("clientId", _signIn.ClientId);
                json.WriteString("scopes", _signIn.Scopes);
                foreach (var (name, address) in new[]
                {
                    ("authorization", endpoints?.Authorization), ("token", endpoints?.Token), ("endSession", endpoints?.EndSession),
                })
                {
                    json.WriteString(name, address?.AbsoluteUri);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
        return answer.Conditioned(request, new EntityTag(PageFile.HashOf(answer.Body), IsWeak: true));
    }

    private static APIGatewayHttpApiV2ProxyResponse NotFound(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, $"The page has no file at {request.RawPath}.");
}
