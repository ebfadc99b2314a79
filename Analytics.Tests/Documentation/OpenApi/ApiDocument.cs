using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.OpenApi;
using Json.Schema;

namespace Analytics.Tests.Documentation.OpenApi;

/// <summary>The API as <c>openapi.json</c> describes it. Thread-safe.</summary>
internal sealed partial class ApiDocument
{
    // Headers that any answer may have.
    private static readonly string[] Usual = ["Content-Type", "Content-Encoding", "Cache-Control", "Vary"];

    private readonly JsonObject _document = JsonNode.Parse(OpenApiDocument.Text)!.AsObject();
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = [];

    /// <summary>The document as it is served.</summary>
    public static ApiDocument Own { get; } = new();

    private ApiDocument()
    {
        string[] methods = ["get", "head", "post", "put", "delete"];
        Operations =
        [
            .. from path in _document["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               where methods.Contains(method.Key)
               select new ApiOperation(
                   method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject(),
                   [.. Parameters(path.Value), .. Parameters(method.Value)]),
        ];
    }

    /// <summary>All operations.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>Each schema that gives examples, with one of them.</summary>
    public IEnumerable<(JsonObject Schema, JsonNode Example)> Examples =>
        from schema in SchemasIn(_document)
        from example in schema["examples"]!.AsArray()
        select (schema, example!);

    /// <summary>The operation of a method and route; null if the document has none.</summary>
    public ApiOperation? Find(string method, string route) =>
        Operations.FirstOrDefault(operation => operation.Method == method && operation.Path == route);

    /// <summary>The object that a reference leads to, or the node itself.</summary>
    public JsonObject Resolve(JsonNode node) => (string?)node["$ref"] is { } target
        ? target.Split('/').Skip(1).Aggregate((JsonNode)_document, (at, name) => at[name]!).AsObject()
        : node.AsObject();

    /// <summary>What is wrong with a value; empty if it fits a schema.</summary>
    public string Errors(JsonNode schema, JsonNode? value)
    {
        var compiled = _schemas.GetOrAdd(schema.ToJsonString(), _ => JsonSchema.FromText(Whole(schema)));
        using var json = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var result = compiled.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? "" : string.Join("; ", (result.Details ?? [])
            .Where(detail => detail.Errors is { Count: > 0 })
            .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}"));
    }

    /// <summary>In what an answer differs from what the document says of it; empty if in nothing.</summary>
    public string Difference(ApiOperation operation, APIGatewayHttpApiV2ProxyResponse answer)
    {
        if (operation.Responses[$"{answer.StatusCode}"] is not { } described)
        {
            return $"{operation} is answered with {answer.StatusCode}, which the document does not have: {answer.Body}";
        }

        // API Gateway leaves out the body of an answer to HEAD.
        var type = (answer.Headers.TryGetValue("Content-Type", out var given) ? given : "").Split(';')[0];
        if (operation.Method == "HEAD" || answer.StatusCode is 204 or 304)
        {
            return "";
        }

        if (answer.Headers.Keys.FirstOrDefault(name => !Usual.Contains(name) && Resolve(described)["headers"]?[name] is null) is { } header)
        {
            return $"{operation} is answered with {answer.StatusCode} and the header {header}, which the document does not have";
        }

        return Resolve(described)["content"]?[type]?["schema"] is not { } schema
            ? $"{operation} is answered with {answer.StatusCode} as '{type}', which the document does not have"
            : Errors(schema, type.EndsWith("json", StringComparison.Ordinal) && !type.EndsWith("ndjson", StringComparison.Ordinal)
                ? JsonNode.Parse(answer.Body) : answer.Body) is { Length: > 0 } errors
            ? $"{operation} is answered with {answer.StatusCode}, which breaks its schema: {errors}: {answer.Body}"
            : "";
    }

    private IEnumerable<JsonObject> Parameters(JsonNode node) => node["parameters"]?.AsArray().Select(one => Resolve(one!)) ?? [];

    private static IEnumerable<JsonObject> SchemasIn(JsonNode? node) => node switch
    {
        JsonObject members => (members["examples"] is JsonArray ? [members] : Enumerable.Empty<JsonObject>())
            .Concat(members.SelectMany(member => SchemasIn(member.Value))),
        JsonArray elements => elements.SelectMany(SchemasIn),
        _ => [],
    };

    // A schema with all that it may refer to. Its references are those of the document.
    private string Whole(JsonNode schema)
    {
        var whole = new JsonObject
        {
            ["allOf"] = new JsonArray(schema.DeepClone()), ["$defs"] = _document["components"]!["schemas"]!.DeepClone(),
        };
        return Reference().Replace(whole.ToJsonString(), "#/$$defs/");
    }

    [GeneratedRegex("#/components/schemas/")]
    private static partial Regex Reference();
}

/// <summary>An operation of the document.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The route.</param>
/// <param name="Node">The operation object.</param>
/// <param name="Parameters">Its parameters, those of its path included.</param>
internal sealed record ApiOperation(string Method, string Path, JsonObject Node, IReadOnlyList<JsonObject> Parameters)
{
    public JsonObject Responses => Node["responses"]!.AsObject();

    /// <summary>The schema of the body; null if the operation takes none.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]!["application/json"]!["schema"];

    /// <summary>The parameters of a place: <c>query</c>, <c>path</c> or <c>header</c>.</summary>
    public IEnumerable<JsonObject> In(string place) => Parameters.Where(parameter => (string?)parameter["in"] == place);

    public override string ToString() => $"{Method} {Path}";
}
