namespace Analytics.Local.Templates;

/// <summary>Whom an HTTP API lets through on a route: a closed set.</summary>
public abstract record RouteAccess
{
    private RouteAccess()
    {
    }

    /// <summary>Everyone.</summary>
    public sealed record Open : RouteAccess;

    /// <summary>Principals of AWS accounts that may invoke the API, by the signature of the request.</summary>
    public sealed record Iam : RouteAccess;

    /// <summary>Callers with a token that an authorizer accepts.</summary>
    /// <param name="Authorizer">What the token must be.</param>
    /// <param name="Scopes">The token must have one of these scopes; empty if it needs none.</param>
    public sealed record Jwt(JwtAuthorizerDefinition Authorizer, IReadOnlyList<string> Scopes) : RouteAccess;
}

/// <summary>Which JSON Web Tokens (RFC 7519) an authorizer accepts.</summary>
/// <param name="Issuer">Who issued them; serves <c>/.well-known/openid-configuration</c>.</param>
/// <param name="Audiences">For whom they are meant: at least one of these.</param>
public sealed record JwtAuthorizerDefinition(string Issuer, IReadOnlyList<string> Audiences);
