using System.Text.Json;
using Analytics.Local.Templates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Analytics.Local.Gateway;

/// <summary>Checks JSON Web Tokens as the JWT authorizer of an HTTP API does.</summary>
/// <remarks>
/// API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers": the signature is by an RSA key that the issuer
/// publishes under the token's <c>kid</c>; <c>iss</c> is the issuer; <c>aud</c>, or <c>client_id</c> where there is no <c>aud</c>, is one
/// of the audiences; <c>exp</c> is after now, <c>nbf</c> and <c>iat</c> are not. Thread-safe.
/// </remarks>
internal sealed class JwtAuthorizer
{
    private static readonly string[] ClaimsOfScopes = ["scope", "scp"];

    private const string Bearer = "Bearer ";

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private readonly JwtAuthorizerDefinition _definition;
    private readonly TimeProvider _time;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _issuer;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Creates an authorizer. It reads the issuer's documents with the first token.</summary>
    /// <param name="definition">Which tokens it accepts.</param>
    /// <param name="time">The clock by which tokens expire.</param>
    /// <param name="http">Reads the documents of the issuer.</param>
    public JwtAuthorizer(JwtAuthorizerDefinition definition, TimeProvider time, HttpClient http)
    {
        (_definition, _time) = (definition, time);
        var documents = new HttpDocumentRetriever(http) { RequireHttps = !new Uri(definition.Issuer).IsLoopback };
        _issuer = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{definition.Issuer.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents);
    }

    /// <summary>Checks the value of an <c>Authorization</c> header.</summary>
    /// <returns>The token; or why it is refused, where null says that there is none.</returns>
    public async Task<(AcceptedToken? Token, string? Refusal)> CheckAsync(string? header, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return (null, null);
        }

        var text = (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : header).Trim();
        try
        {
            var result = await _handler.ValidateTokenAsync(text, Rules(await _issuer.GetConfigurationAsync(cancellationToken)));
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                // The issuer may have changed its keys. They are read again in the background, at most once per RefreshInterval.
                _issuer.RequestRefresh();
            }

            return result.IsValid ? (Accepted((JsonWebToken)result.SecurityToken), null) : (null, Reason(result.Exception));
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            return (null, "the keys of the issuer could not be read");
        }
        catch (Exception failure) when (failure is SecurityTokenException or ArgumentException)
        {
            return (null, Reason(failure));
        }
    }

    private TokenValidationParameters Rules(OpenIdConnectConfiguration issuer) => new()
    {
        ValidAlgorithms = Algorithms,
        ValidIssuer = _definition.Issuer,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, kid, _) => issuer.SigningKeys.Where(key => kid is { Length: > 0 } && key.KeyId == kid),
        AudienceValidator = IsForUs,
        LifetimeValidator = IsOfNow,
    };

    private bool IsForUs(IEnumerable<string> audiences, SecurityToken token, TokenValidationParameters parameters)
    {
        var named = audiences.ToList();
        if (named.Count == 0 && ((JsonWebToken)token).TryGetClaim("client_id", out var client))
        {
            named.Add(client.Value);
        }

        return named.Intersect(_definition.Audiences).Any();
    }

    private bool IsOfNow(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (expires is null || expires <= now)
        {
            throw new SecurityTokenExpiredException("The token has expired.");
        }

        var issued = ((JsonWebToken)token).IssuedAt;
        return !(notBefore > now) && issued <= now
            ? true
            : throw new SecurityTokenNotYetValidException("The token is not yet valid.");
    }

    // Wording of API Gateway where its guide shows it.
    private static string Reason(Exception failure) => failure switch
    {
        SecurityTokenInvalidAudienceException => "the token does not have a valid audience",
        SecurityTokenInvalidIssuerException => "the token does not have a valid issuer",
        SecurityTokenExpiredException => "the token has expired",
        SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException => "the token is not yet valid",
        SecurityTokenInvalidAlgorithmException or SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            "the token does not have a valid signature",
        _ => "the token is not valid",
    };

    private static AcceptedToken Accepted(JsonWebToken token)
    {
        using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var texts = claims.RootElement.EnumerateObject()
            .Select(claim => new KeyValuePair<string, string>(claim.Name, Text(claim.Value))).ToList();
        return new AcceptedToken(texts, [.. ScopesOf(claims.RootElement).Distinct()]);
    }

    private static IEnumerable<string> ScopesOf(JsonElement claims) =>
        ClaimsOfScopes.SelectMany(name => !claims.TryGetProperty(name, out var scopes) ? []
            : scopes.ValueKind == JsonValueKind.Array ? scopes.EnumerateArray().Select(Text)
            : Text(scopes).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // API Gateway gives functions each claim as text: a list as its values in brackets.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => $"[{string.Join(' ', value.EnumerateArray().Select(Text))}]",
        _ => value.GetRawText(),
    };
}
