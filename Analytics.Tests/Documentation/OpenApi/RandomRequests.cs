using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Tests.Documentation.OpenApi;

/// <summary>Draws requests from the document: mostly as it describes them, some with a value that it does not allow.</summary>
internal sealed class RandomRequests(ApiDocument document, int seed)
{
    private static readonly string[] Wrong =
    [
        "", " ", "0", "-1", "1e9", "null", "é", "\u0000", "2026-13-40", "9999-12-31", "0001-01-01T00:00Z", "999999999999999999999d", "%",
        "a,b,,c",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Ids of orders, for paths.</summary>
    public List<string> OrderIds { get; } = [];

    /// <summary>Of each operation, the newest page after which another follows: its request, and the cursor of the next page.</summary>
    public Dictionary<string, (ApiOperation Operation, APIGatewayHttpApiV2ProxyRequest Request, string Cursor)> Pages { get; } = [];

    public (ApiOperation Operation, APIGatewayHttpApiV2ProxyRequest Request) Next()
    {
        if (_random.Next(4) == 0 && Pages.Count > 0)
        {
            Pages.Remove(Pages.Keys.Order().ElementAt(_random.Next(Pages.Count)), out var page);
            return (page.Operation, After(page.Request, page.Cursor));
        }

        var operation = document.Operations[_random.Next(document.Operations.Count)];
        if (_random.Next(4) > 0 && !operation.In("query").Any())
        {
            // Operations with parameters need more draws, for each of them.
            operation = document.Operations[_random.Next(document.Operations.Count)];
        }

        var path = operation.In("path").ToDictionary(one => (string)one["name"]!, PathValue);
        var query = operation.In("query").Where(_ => _random.Next(4) == 0)
            .ToDictionary(one => (string)one["name"]!, one => ValueOf(one["schema"]!));
        if (_random.Next(2) == 0 && (query.Remove("from") | query.Remove("to"))
            && operation.In("query").Any(one => (string?)one["name"] == "window"))
        {
            query.Remove("window");
            (query["from"], query["to"]) = ("2026-11-22", "2026-11-24");
        }

        // To hold tens of thousands of points against the document takes long.
        if (operation.In("query").Any(one => (string?)one["name"] == "step")
            && query.GetValueOrDefault("window") is "31d" or "lastWeek" or "lastMonth")
        {
            query["step"] = Pick(["1h", "1d", "1w", "1mo"]);
        }

        if (_random.Next(2) == 0 && operation.In("query").Any(one => (string?)one["name"] == "cursor"))
        {
            // A short page, after which others follow.
            query = new() { [operation.In("query").Select(one => (string)one["name"]!).First(name => name is "top" or "limit")] = "1" };
        }

        if (query.ContainsKey("includes"))
        {
            // The clock of the test stands still.
            query["wait"] = "0s";
        }

        var headers = operation.In("header").Where(_ => _random.Next(6) == 0)
            .ToDictionary(one => ((string)one["name"]!).ToLowerInvariant(), _ => Pick(["*", "\"1\"", "W/\"x\"", "key-1", "key-2"]));
        headers["content-type"] = "application/json";
        headers["accept"] = Pick(["application/json", "*/*", "text/csv", "application/x-ndjson"]);
        var body = operation.Body is { } schema ? ValueFor(schema)?.ToJsonString() ?? "" : "";
        return (operation, ApiBench.Request(
            operation.Method, operation.Path, path,
            QueryOf(query), headers, body));
    }

    private static APIGatewayHttpApiV2ProxyRequest After(APIGatewayHttpApiV2ProxyRequest request, string cursor)
    {
        var query = request.QueryStringParameters.Where(one => one.Key != "cursor").Append(KeyValuePair.Create("cursor", cursor));
        return ApiBench.Request(
            request.RouteKey.Split(' ')[0], request.RouteKey.Split(' ')[1], request.PathParameters.AsReadOnly(), QueryOf(query),
            request.Headers.AsReadOnly(), "");
    }

    private static string QueryOf(IEnumerable<KeyValuePair<string, string>> query) =>
        string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    private string PathValue(JsonObject parameter) =>
        (string?)parameter["name"] == "orderId" && OrderIds.Count > 0 && _random.Next(8) > 0
            ? OrderIds[_random.Next(OrderIds.Count)]
            : (string?)parameter["name"] == "orderId" ? $"{Guid.Empty}"
            : ValueOf(parameter["schema"]!);

    private string ValueOf(JsonNode schema) => _random.Next(12) == 0
        ? Pick(Wrong)
        : Known(document.Resolve(schema)) is { Count: > 0 } known ? $"{known[_random.Next(known.Count)]}" : Pick(Wrong);

    private static List<JsonNode?> Known(JsonObject schema) => [.. schema["examples"]?.AsArray() ?? schema["enum"]?.AsArray() ?? []];

    // A value that fits a schema, or that breaks it here and there.
    private JsonNode? ValueFor(JsonNode node)
    {
        var schema = document.Resolve(node);
        if (_random.Next(40) == 0)
        {
            return _random.Next(3) switch { 0 => null, 1 => JsonValue.Create(Pick(Wrong)), _ => JsonValue.Create(-1) };
        }

        if (Known(schema) is { Count: > 0 } known && _random.Next(3) > 0)
        {
            return known[_random.Next(known.Count)]?.DeepClone();
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            return ValueFor(choices[_random.Next(choices.Count)]!);
        }

        return (string?)schema["type"] switch
        {
            "object" => ObjectFor(schema),
            "array" => new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => ValueFor(schema["items"]!))]),
            "boolean" => JsonValue.Create(_random.Next(2) == 0),
            "integer" => JsonValue.Create(1 + _random.Next(5)),
            "number" => JsonValue.Create(decimal.Parse($"{_random.Next(50)}.5", CultureInfo.InvariantCulture)),
            _ when (string?)schema["format"] == "date-time" =>
                JsonValue.Create(Pick(["2026-11-23T11:30:00Z", "2026-11-20T10:00:00+01:00"])),
            _ => JsonValue.Create(Pick(["tea", "mug", "A-1", "A-2", "c-1"])),
        };
    }

    private JsonObject ObjectFor(JsonObject schema)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        var value = new JsonObject();
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) ? _random.Next(40) > 0 : _random.Next(4) == 0)
            {
                value[name] = ValueFor(member!);
            }
        }

        return value;
    }

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
