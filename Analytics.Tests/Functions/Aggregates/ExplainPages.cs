using System.Net;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Aggregates;
using Analytics.Tests.Fuzz;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>Asks the aggregates function, and follows the pages of an explanation.</summary>
internal static class ExplainPages
{
    public static Task<APIGatewayHttpApiV2ProxyResponse> AskAsync(
        this AggregatesFunction function, string route, string query, string? accept = null) =>
        function.HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = $"GET /aggregates/{route}",
                RawPath = $"/aggregates/{route}",
                RawQueryString = query,
                QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                    .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1])),
                Headers = accept is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["accept"] = accept },
            },
            new StubContext());

    public static async Task<JsonNode> JsonAsync(this AggregatesFunction function, string route, string query)
    {
        var answer = await function.AskAsync(route, query);
        return answer.StatusCode == 200 ? JsonNode.Parse(answer.Body)! : throw new InvalidOperationException(answer.Body);
    }

    /// <summary>All pages.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ExplainAsync(this AggregatesFunction function, string query)
    {
        var pages = new List<JsonNode> { await function.JsonAsync("explain", query) };
        while ((string?)pages[^1]["cursor"] is { } cursor)
        {
            pages.Add(await function.JsonAsync("explain", $"{query}&cursor={cursor}"));
        }

        return pages;
    }

    public static IEnumerable<JsonNode> Orders(this IEnumerable<JsonNode> pages) =>
        pages.SelectMany(page => page["orders"]!.AsArray().Select(order => order!));

    /// <summary>The sums of answers, or of the orders in them, by name and currency, added up; those of 0 are left out.</summary>
    public static SortedDictionary<string, decimal> SumsOf(params IEnumerable<JsonNode> nodes)
    {
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        string[] counts = ["orders", "cancelled", "units"];
        foreach (var (name, value) in nodes.SelectMany(node => node.AsObject()))
        {
            if (counts.Contains(name) && value is JsonValue)
            {
                Add(name, value);
            }
            else if (value is JsonObject amounts)
            {
                foreach (var (currency, amount) in amounts)
                {
                    Add($"{name} {currency}", amount!);
                }
            }
        }

        return sums;

        void Add(string name, JsonNode value)
        {
            sums[name] = sums.GetValueOrDefault(name) + (decimal)value;
            if (sums[name] == 0)
            {
                sums.Remove(name);
            }
        }
    }
}
