using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>Lets requests through or refuses them, as the access of their routes says.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RouteGuard
{
    private readonly Dictionary<string, JwtAuthorizer> _authorizers;

    /// <summary>Creates the guard of an API.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="time">The clock by which tokens expire.</param>
    /// <param name="http">Reads the documents of issuers.</param>
    public RouteGuard(IReadOnlyList<RouteDefinition> routes, TimeProvider time, HttpClient http) =>
        _authorizers = routes.Select(route => route.Access).OfType<RouteAccess.Jwt>().Select(access => access.Authorizer).DistinctBy(KeyOf)
            .ToDictionary(KeyOf, definition => new JwtAuthorizer(definition, time, http));

    /// <summary>Checks that this gateway can guard every route of an API.</summary>
    /// <exception cref="NotSupportedException">A route takes signed requests (AWS_IAM).</exception>
    public static void Require(ApiDefinition? api)
    {
        if (api?.Routes.FirstOrDefault(route => route.Access is RouteAccess.Iam) is { } signed)
        {
            throw new NotSupportedException($"The route {signed.Key} takes requests that are signed with AWS credentials (AWS_IAM), and "
                + "the local gateway has no accounts to check signatures against. Give --access open or --access jwt.");
        }
    }

    /// <summary>Checks a request.</summary>
    /// <returns>The caller's token; null if the route needs none. Or the response that refuses the request.</returns>
    public async Task<(AcceptedToken? Token, GatewayResponse? Refusal)> CheckAsync(
        GatewayRequest request, RouteDefinition route, CancellationToken cancellationToken)
    {
        if (route.Access is RouteAccess.Iam)
        {
            // What API Gateway answers to a request without a valid signature.
            return (null, GatewayResponse.Message(403, "Forbidden"));
        }

        if (route.Access is not RouteAccess.Jwt access)
        {
            return (null, null);
        }

        var (token, refusal) = await _authorizers[KeyOf(access.Authorizer)].CheckAsync(request.Header("authorization"), cancellationToken);
        return token is null ? (null, Unauthorized(refusal))
            : access.Scopes.Count == 0 ? (token, null)
            : token.Scopes.Intersect(access.Scopes).ToList() is { Count: > 0 } granted ? (token with { Granted = granted }, null)
            : (null, Forbidden(access.Scopes));
    }

    private static string KeyOf(JwtAuthorizerDefinition definition) => $"{definition.Issuer} {string.Join(',', definition.Audiences)}";

    private static GatewayResponse Unauthorized(string? reason) => Refusal(
        401, "Unauthorized", reason is null ? "Bearer" : $"Bearer scope=\"\" error=\"invalid_token\" error_description=\"{reason}\"");

    private static GatewayResponse Forbidden(IReadOnlyList<string> scopes) => Refusal(
        403, "Forbidden",
        $"Bearer scope=\"{string.Join(' ', scopes)}\" error=\"insufficient_scope\" "
            + "error_description=\"the token has none of the scopes of the route\"");

    private static GatewayResponse Refusal(int status, string message, string challenge)
    {
        var response = GatewayResponse.Message(status, message);
        return response with { Headers = [.. response.Headers, new("www-authenticate", challenge)] };
    }
}
