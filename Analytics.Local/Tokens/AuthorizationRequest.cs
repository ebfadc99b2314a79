using Microsoft.AspNetCore.WebUtilities;

namespace Analytics.Local.Tokens;

/// <summary>A web page's request for a sign-in: authorization code with PKCE (RFC 6749, 4.1.1, and RFC 7636, 4.3).</summary>
/// <param name="ClientId">Which page asks.</param>
/// <param name="RedirectUri">Where the browser is sent back to: an address of this machine.</param>
/// <param name="State">What the page gets back unchanged.</param>
/// <param name="Nonce">What an ID token repeats; empty for nothing.</param>
/// <param name="Challenge">The hash of the verifier that redeems the code.</param>
/// <param name="Scopes">What the page asks for.</param>
internal sealed record AuthorizationRequest(
    string ClientId, string RedirectUri, string State, string Nonce, string Challenge, IReadOnlyList<string> Scopes)
{
    private const string Method = "S256";
    private const string Code = "code";

    // 32 bytes in base64url.
    private const int ChallengeLength = 43;

    /// <summary>The origin of the page.</summary>
    public string Origin => OriginOf(RedirectUri)!;

    /// <summary>Reads a request from the parameters of a query or a form.</summary>
    /// <returns>
    /// The request; or why it is refused, and where the browser is sent with that: null if it must not be sent anywhere.
    /// </returns>
    public static (AuthorizationRequest? Request, string? Refusal, string? Back) Read(Func<string, string> parameter)
    {
        var (back, state) = (parameter("redirect_uri"), parameter("state"));
        if (OriginOf(back) is null || back.Contains('#', StringComparison.Ordinal))
        {
            return (null, $"redirect_uri must be an address of this machine; got '{back}'.", null);
        }

        var (client, challenge) = (parameter("client_id"), parameter("code_challenge"));
        var refusal = parameter("response_type") != Code ? $"response_type must be {Code}; got '{parameter("response_type")}'."
            : client.Length == 0 ? "client_id is missing: which page asks."
            : parameter("code_challenge_method") != Method || challenge.Length != ChallengeLength
                ? $"code_challenge must be a hash of {ChallengeLength} characters, and code_challenge_method {Method} (RFC 7636)."
            : null;
        return refusal is not null
            ? (null, refusal, With(back, ("error", "invalid_request"), ("error_description", refusal), ("state", state)))
            : (new AuthorizationRequest(
                client, back, state, parameter("nonce"), challenge, parameter("scope").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
                null, null);
    }

    /// <summary>The request as the parameters from which it is read, apart from the scopes.</summary>
    public IEnumerable<(string Name, string Value)> Parameters =>
    [
        ("response_type", Code), ("client_id", ClientId), ("redirect_uri", RedirectUri), ("state", State), ("nonce", Nonce),
        ("code_challenge", Challenge), ("code_challenge_method", Method),
    ];

    /// <summary>Where the browser is sent with an answer (RFC 9207: it names the issuer).</summary>
    public string Back(string issuer, string name, string value) => With(RedirectUri, (name, value), ("state", State), ("iss", issuer));

    /// <summary>The origin of an http or https address of this machine; null if it is no such address.</summary>
    public static string? OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsLoopback: true, Scheme: "http" or "https", UserInfo: "" }
            ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : null;

    private static string With(string address, params (string Name, string Value)[] parameters) => QueryHelpers.AddQueryString(
        address, parameters.Where(one => one.Value.Length > 0).Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)));
}
