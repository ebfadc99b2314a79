using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Functions.OpenApi;
using ModelContextProtocol.Protocol;

namespace Analytics.Cli.Mcp;

/// <summary>A tool that asks the API; its input is what <c>openapi.json</c> says of the route's query.</summary>
internal sealed class ApiTool(HttpClient api, Tool description, string path) : ITool
{
    // An assistant reads what it asked for a moment ago, which has been counted by then.
    private static readonly string[] LeftOut = ["includes", "wait"];

    public Tool Description => description;

    /// <summary>Makes the tools of some routes.</summary>
    /// <param name="api">A client of the API, whose base address ends with a slash.</param>
    /// <param name="names">The last words of the routes, which become the names of the tools.</param>
    public static IEnumerable<ApiTool> All(HttpClient api, params IEnumerable<string> names)
    {
        var document = JsonNode.Parse(OpenApiDocument.Text)!;
        foreach (var name in names)
        {
            var route = document["paths"]![$"/aggregates/{name}"]!;
            var get = route["get"]!;
            var description = $"{get["summary"]}. {get["description"]}".Trim();
            yield return new ApiTool(api, Tools.Describe(name, description, InputOf(document, route)), $"aggregates/{name}");
        }
    }

    public async Task<CallToolResult> CallAsync(
        IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        // The API refuses an unknown or wrong argument better than could be done here.
        var query = string.Join('&', arguments.Select(argument =>
            $"{Uri.EscapeDataString(argument.Key)}={Uri.EscapeDataString(argument.Value.ToString())}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{path}?{query}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await api.SendAsync(request, cancellationToken);
        return Tools.Result(await answer.Content.ReadAsStringAsync(cancellationToken), isError: !answer.IsSuccessStatusCode);
    }

    private static JsonElement InputOf(JsonNode document, JsonNode route)
    {
        var properties = new JsonObject();
        foreach (var reference in route["parameters"]!.AsArray())
        {
            var parameter = document["components"]!["parameters"]![((string)reference!["$ref"]!).Split('/')[^1]]!;
            if ((string?)parameter["in"] == "query" && !LeftOut.Contains((string)parameter["name"]!))
            {
                var schema = parameter["schema"]!.DeepClone().AsObject();
                schema["description"] = (string?)parameter["description"];
                properties[(string)parameter["name"]!] = schema;
            }
        }

        return JsonSerializer.SerializeToElement(
            new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false });
    }
}
