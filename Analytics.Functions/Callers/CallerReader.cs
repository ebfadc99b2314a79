using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;
using Analytics.Functions.Runtime;

namespace Analytics.Functions.Callers;

/// <summary>Reads from a request who sent it. API Gateway has checked the token and the route's scopes before.</summary>
/// <param name="access">Who may call the API.</param>
/// <param name="customerClaim">The claim of a token that holds the customer's id.</param>
public sealed class CallerReader(ApiAccess access, string customerClaim)
{
    /// <summary>Reads the caller.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="refusal">
    /// 403 if the request has no checked token where the API asks for one, or its token is of no customer.
    /// </param>
    public bool TryRead(
        APIGatewayHttpApiV2ProxyRequest request,
        [NotNullWhen(true)] out Caller? caller,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        (caller, refusal) = (null, null);
        if (access != ApiAccess.Jwt)
        {
            caller = Caller.Anyone;
        }
        else if (request.RequestContext?.Authorizer?.Jwt?.Claims is not { } claims)
        {
            refusal = ApiResponse.Problem(403, "The API takes only requests with a token, and API Gateway checked none for this one.");
        }
        else if (Scopes.Of(claims).Contains(Scopes.Admin))
        {
            caller = Caller.BackOffice;
        }
        else if (claims.TryGetValue(customerClaim, out var claimed) && OrderRules.NormalizeName(claimed) is var id && OrderRules.IsName(id))
        {
            caller = Caller.OfCustomer(id, Scopes.Of(claims).Contains(Scopes.SetPrices));
        }
        else
        {
            refusal = ApiResponse.Problem(
                403, $"The token's claim `{customerClaim}` is no customer id, and it has no scope {Scopes.Admin}.");
        }

        return caller is not null;
    }
}
