using System.Net;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;

namespace Analytics.Functions.Http;

/// <summary>Checks that a request has only query parameters that its route knows, each at most once.</summary>
internal static class QueryParameters
{
    /// <summary>Adds an error for every parameter that is unknown or appears more than once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The parameters of the route.</param>
    /// <param name="errors">Receives the errors, by parameter.</param>
    public static void Check(APIGatewayHttpApiV2ProxyRequest request, IReadOnlyList<string> known, FieldErrors errors)
    {
        foreach (var (name, count) in Given(request))
        {
            if (!known.Contains(name))
            {
                errors.Add(name, Unknown(name, known));
            }

            errors.Require(count == 1, name, $"appears {count} times; give it once");
        }
    }

    /// <summary>Adds a parameter to a request that does not have it.</summary>
    public static void Default(APIGatewayHttpApiV2ProxyRequest request, string name, string value) =>
        (request.QueryStringParameters ??= new Dictionary<string, string>()).TryAdd(name, value);

    // API Gateway joins the values of a repeated parameter with commas; only the raw query string shows the repetition.
    private static IEnumerable<(string Name, int Count)> Given(APIGatewayHttpApiV2ProxyRequest request)
    {
        var raw = (request.RawQueryString ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => WebUtility.UrlDecode(pair.Split('=')[0]));
        return raw.Concat((request.QueryStringParameters ?? new Dictionary<string, string>()).Keys.Except(raw))
            .GroupBy(name => name, (name, all) => (name, all.Count()));
    }

    private static string Unknown(string name, IReadOnlyList<string> known) => known.Count == 0
        ? "is not a parameter of this request, which takes none"
        : $"is not a parameter of this request{Suggestion(name, known)} {string.Join(", ", known)}";

    private static string Suggestion(string name, IReadOnlyList<string> known) =>
        NearestName.Of(name, known) is { } near ? $"; did you mean {near}? It takes" : ", which takes";
}
