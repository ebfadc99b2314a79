using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Thousands of requests that are nearly right, and some that are not at all: none is a fault of the API.</summary>
public class RandomRequestTests
{
    private const int Requests = 3_500;

    private const string Body = """{"reference":"A-1","placedAt":"2026-11-20T10:00:00Z","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","name":"Tea","quantity":2,"unitPrice":3.5},{"sku":"mug","quantity":1,"unitPrice":9}],"metadata":{"note":"x"}}""";

    private static readonly string[] Known =
        ["reference", "placedAt", "customerId", "currency", "lines", "metadata", "sku", "name", "quantity", "unitPrice"];

    private static readonly string[] Names =
    [
        .. Known, "orderId", "version", "total", "lineTotal", "changes", "customerID", "qty", "", "a/b", "a~b", "\u0000", "抹茶",
        "__proto__", new('x', 200),
    ];

    private static readonly string[] Numbers = ["1e400", "-0", "1E-400", "123456789012345678901234567890", "0.1", "1.00", "9e9", "-1"];
    private static readonly string[] Texts =
        ["2026-11-20T10:00:00+01:00", "USD", "KWD", "BGN", "\u200b", " ", "e\u0301", "\ufffd"];

    private static readonly string[] Queries =
        ["reference", "customerId", "from", "to", "status", "limit", "cursor", "Limit", "window", "%00", "a%20b"];

    private static readonly string[] Values =
    [
        "", "c-1", "A-1", "2026-11-20T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999%2B23:59", "PLACED", "placed", "20",
        "-1", "101", "99999999999999999999", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%ff%fe", "%F0%9F%98%80", "null",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_new_order_is_accepted_or_each_wrong_field_is_named(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < Requests / 2; number++)
        {
            var (body, unknown) = Mutated(JsonNode.Parse(Body)!, Known[..6], random);
            var answer = await new OrdersApi().PlaceAsync(body, ("idempotency-key", "k"));

            Hold(answer, body, unknown);
        }
    }

    [Fact]
    public async Task An_amendment_is_accepted_or_each_wrong_field_is_named()
    {
        var random = new Random(3);
        for (var number = 0; number < Requests; number++)
        {
            var api = new OrdersApi();
            var id = (string)OrdersApi.Json(await api.PlaceAsync(Body))["orderId"]!;
            var lines = JsonNode.Parse(Body)!["lines"]!.DeepClone();
            var (body, unknown) = Mutated(new JsonObject { ["lines"] = lines }, ["lines"], random);
            var answer = await api.CallAsync("PUT /orders/{orderId}/lines", id, body);

            Hold(answer, body, unknown);
        }
    }

    [Fact]
    public async Task A_list_is_answered_or_each_wrong_parameter_is_named()
    {
        var random = new Random(4);
        var api = new OrdersApi();
        await api.PlaceAsync(Body);
        for (var number = 0; number < Requests; number++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(5)).Select(
                _ => $"{Queries[random.Next(Queries.Length)]}={Values[random.Next(Values.Length)]}"));
            var answer = await api.CallAsync("GET /orders", query: query);

            Assert.True(answer.StatusCode is 200 or 400, $"{answer.StatusCode}: {query}");
            Assert.True(answer.StatusCode == 200 || OrdersApi.Errors(answer).Count > 0, query);
            var names = query.Split('&').Select(pair => Uri.UnescapeDataString(pair.Split('=')[0]));
            Assert.All(names.Intersect(["Limit", "window", "\0", "a b"]), name => Assert.Contains(
                OrdersApi.Json(answer)["errors"]!.AsArray(), error => (string?)error!["parameter"] == name));
        }
    }

    private static void Hold(APIGatewayHttpApiV2ProxyResponse answer, string body, IReadOnlyList<string> unknown)
    {
        Assert.True(answer.StatusCode is 200 or 400, $"{answer.StatusCode} {answer.Body}: {body}");
        var named = OrdersApi.Json(answer)["errors"]?.AsArray().Select(error => (string)error!["pointer"]!).ToHashSet() ?? [];
        var isMalformed = ((string?)OrdersApi.Json(answer)["detail"] ?? "").StartsWith("The body is not JSON", StringComparison.Ordinal);
        Assert.True(answer.StatusCode == 200 || named.Count > 0 || isMalformed, $"{answer.Body}: {body}");
        Assert.All(isMalformed ? [] : unknown, pointer => Assert.True(named.Contains(pointer), $"{pointer}: {body}"));
    }

    // The body with some mutations, and the pointers of the members that no request has.
    private static (string Body, IReadOnlyList<string> Unknown) Mutated(JsonNode body, string[] known, Random random)
    {
        var root = body.AsObject();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            Mutate(root, random);
        }

        var text = root.ToJsonString();
        if (random.Next(20) == 0)
        {
            text = text.Remove(random.Next(text.Length), 1).Insert(random.Next(text.Length), "\"}]\\0e-"[random.Next(7)].ToString());
            return (text, []);
        }

        var unknown = Unknown(root, "#", known).ToList();
        if (root["lines"] is JsonArray { Count: <= 100 } lines)
        {
            unknown.AddRange(lines.SelectMany(
                (line, index) => line is JsonObject json ? Unknown(json, $"#/lines/{index}", Known[6..]) : []));
        }

        return (text, unknown);
    }

    private static IEnumerable<string> Unknown(JsonObject json, string pointer, string[] known) => json
        .Select(member => member.Key).Except(known)
        .Select(name => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))
        .Select(name => $"{pointer}/{Uri.EscapeDataString(name)}");

    private static void Mutate(JsonObject root, Random random)
    {
        var any = root["lines"] is JsonArray { Count: > 0 } lines ? lines[random.Next(lines.Count)] : null;
        var target = random.Next(3) > 0 && any is JsonObject line ? line
            : random.Next(4) == 0 && root["metadata"] is JsonObject metadata ? metadata : root;
        var name = target.Count > 0 && random.Next(3) > 0
            ? target.ElementAt(random.Next(target.Count)).Key
            : Names[random.Next(Names.Length)];
        switch (random.Next(4))
        {
            case 0:
                target.Remove(name);
                break;
            case 1 when root["lines"] is JsonArray { Count: > 0 } all:
                for (var copies = random.Next(110); copies > 0; copies--)
                {
                    all.Add(all[0]?.DeepClone());
                }

                break;
            default:
                target[name] = AnyValue(random, 4);
                break;
        }
    }

    private static JsonNode? AnyValue(Random random, int depth) => random.Next(depth == 0 ? 8 : 11) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
        3 => JsonValue.Create(random.Next()),
        4 => JsonValue.Create(Names[random.Next(Names.Length)]),
        5 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        6 => Nested(random.Next(200)),
        7 => JsonValue.Create(3.25m),
        8 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => AnyValue(random, depth - 1))]),
        _ => new JsonObject(Names[..5].Where(_ => random.Next(2) == 0).Select(
            name => KeyValuePair.Create(name, AnyValue(random, depth - 1)))),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (; depth > 0; depth--)
        {
            node = depth % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        }

        return node;
    }
}
