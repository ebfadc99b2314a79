using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Tests.Documentation;

/// <summary>One request of an example in <c>docs/api.md</c>, with the answer that the document promises.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query.</param>
/// <param name="Headers">The headers of the request.</param>
/// <param name="Body">The body of the request; empty if it has none.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="AnswerHeaders">Headers that the answer has.</param>
/// <param name="Answer">What the answer contains; null if the example does not say.</param>
internal sealed record ApiExample(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body,
    int Status, IReadOnlyDictionary<string, string> AnswerHeaders, JsonNode? Answer)
{
    private const string Any = "…";

    /// <summary>The requests of each <c>http</c> block of a document, by the line at which the block begins.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<ApiExample>> ReadAll(IReadOnlyList<string> document)
    {
        var blocks = new Dictionary<int, IReadOnlyList<ApiExample>>();
        for (var line = 0; line < document.Count; line++)
        {
            if (document[line] == "```http")
            {
                var block = document.Skip(line + 1).TakeWhile(text => text != "```").ToList();
                blocks.Add(line + 1, Read(block));
                line += block.Count + 1;
            }
        }

        return blocks;
    }

    /// <summary>Says in what an answer differs from the example; null if it has everything that the example shows.</summary>
    public string? DifferenceFrom(APIGatewayHttpApiV2ProxyResponse answer) =>
        answer.StatusCode != Status ? $"the status is {answer.StatusCode}, not {Status}"
        : AnswerHeaders.FirstOrDefault(header => !IsText(header.Value, HeaderOf(answer, header.Key))) is { Key: not null } other
            ? $"the header {other.Key} is {HeaderOf(answer, other.Key) ?? "absent"}, not {other.Value}"
        : Answer is null ? null
        : Difference(Answer, JsonNode.Parse(answer.Body), "#");

    /// <summary>The route of the request, as <c>/orders/{orderId}</c>.</summary>
    public string Route => Segments is ["", "orders", _, .. var rest] ? string.Join('/', ["", "orders", "{orderId}", .. rest])
        : Segments is ["", "aggregates", "items", _] ? "/aggregates/items/{sku}"
        : IsShared ? $"/{Segments[1]}/{{id}}"
        : Path;

    /// <summary>The request as API Gateway hands it over.</summary>
    /// <param name="orderId">The id in the answer before.</param>
    public APIGatewayHttpApiV2ProxyRequest Request(string orderId)
    {
        var headers = Headers.ToDictionary();
        headers.TryAdd("content-type", "application/json");
        var path = Segments switch
        {
            ["", "orders", "{orderId}", ..] => new Dictionary<string, string> { ["orderId"] = orderId },
            ["", "orders", var id, ..] => new() { ["orderId"] = id },
            ["", "aggregates", "items", var sku] => new() { ["sku"] = sku },
            _ when IsShared => new() { ["id"] = Segments[2] },
            _ => [],
        };
        return ApiBench.Request(Method, Route, path, Target.Split('?') is [_, var query] ? query : "", headers, Body);
    }

    /// <summary>The order that an answer shows; null if it shows none.</summary>
    public static string? OrderIdOf(APIGatewayHttpApiV2ProxyResponse answer) => TextOf(answer, "orderId");

    /// <summary>The cursor of the page after an answer; null if it has none.</summary>
    public static string? CursorOf(APIGatewayHttpApiV2ProxyResponse answer) => TextOf(answer, "cursor");

    private static string? TextOf(APIGatewayHttpApiV2ProxyResponse answer, string property) =>
        answer.StatusCode == 200 && HeaderOf(answer, "Content-Type") == "application/json"
            ? (string?)JsonNode.Parse(answer.Body)![property]
            : null;

    // A goal, a mark or an alert. POST /alerts/try is a route of its own.
    private bool IsShared => Segments is ["", "goals" or "marks" or "alerts", _] && Method != "POST";

    private string Path => Target.Split('?')[0];

    private string[] Segments => Path.Split('/');

    private static List<ApiExample> Read(List<string> block)
    {
        var paragraphs = string.Join('\n', block).Split("\n\n").Select(text => text.Split('\n')).ToList();
        return [.. paragraphs.Chunk(2).Select(pair => Read(pair[0], pair[1]))];
    }

    private static ApiExample Read(string[] request, string[] answer)
    {
        var (method, target) = request[0].Split(' ') is [var verb, var path] ? (verb, path) : throw new FormatException(request[0]);
        var (headers, body) = Parts(request.Skip(1));
        var (answerHeaders, json) = Parts(answer.Skip(1));
        return new ApiExample(
            method, target, headers, body, int.Parse(answer[0], CultureInfo.InvariantCulture), answerHeaders,
            json.Length == 0 ? null : JsonNode.Parse(json));
    }

    private static (Dictionary<string, string> Headers, string Body) Parts(IEnumerable<string> lines)
    {
        var headers = lines.TakeWhile(line => line[0] != '{').Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return (headers, string.Concat(lines.Skip(headers.Count).Select(line => line.Trim())));
    }

    private static string? Difference(JsonNode? expected, JsonNode? actual, string pointer) => (expected, actual) switch
    {
        (JsonObject members, JsonObject values) => members
            .Select(member => values.ContainsKey(member.Key)
                ? Difference(member.Value, values[member.Key], $"{pointer}/{member.Key}")
                : $"{pointer} has no {member.Key}: {actual.ToJsonString()}")
            .FirstOrDefault(difference => difference is not null),
        (JsonArray elements, JsonArray values) when elements.Count == values.Count => elements
            .Select((element, index) => Difference(element, values[index], $"{pointer}/{index}"))
            .FirstOrDefault(difference => difference is not null),
        (JsonValue text, JsonValue value) when text.TryGetValue<string>(out var wanted) && value.TryGetValue<string>(out var said)
            && IsText(wanted, said) => null,
        _ => expected?.ToJsonString() == actual?.ToJsonString()
            ? null
            : $"{pointer} is {actual?.ToJsonString() ?? "null"}, not {expected?.ToJsonString() ?? "null"}",
    };

    private static string? HeaderOf(APIGatewayHttpApiV2ProxyResponse answer, string name) =>
        answer.Headers.TryGetValue(name, out var value) ? value : null;

    private static bool IsText(string wanted, string? said) => said is not null
        && (wanted.Split(Any) is [var begin, var end]
            ? said.Length >= begin.Length + end.Length && said.StartsWith(begin, StringComparison.Ordinal)
                && said.EndsWith(end, StringComparison.Ordinal)
            : wanted == said);
}
