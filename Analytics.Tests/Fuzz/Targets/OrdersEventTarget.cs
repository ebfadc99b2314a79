using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Functions.Http;
using Analytics.Tests.Functions.Fakes;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The whole event that API Gateway hands to the orders function, through its serializer in and out.</summary>
internal sealed class OrdersEventTarget : FuzzTarget
{
    public const string Body = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5},{"sku":"mug","quantity":1,"unitPrice":9}]}""";

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        Event("POST /orders", "/orders", "POST", Body, key: "k-1"),
        Event("POST /orders", "/orders", "POST", Convert.ToBase64String(CountingBench.Utf8(Body)), isBase64: true),
        Event("GET /orders/{orderId}", "/orders/0bafe221-56d2-898c-943b-86040446d366", "GET", null,
            id: "0bafe221-56d2-898c-943b-86040446d366"),
        Event("POST /orders/{orderId}/cancel", "/orders/0bafe221-56d2-898c-943b-86040446d366/cancel", "POST", null,
        id: "0bafe221-56d2-898c-943b-86040446d366"),
        Event("$default", "/nothing", "DELETE", null));

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("\"POST /orders\"", "\"$default\"", "\"/orders\"", "\"/aggregates/totals\"", "\"PATCH\"", "\"isBase64Encoded\":true",
            "\"content-type\":\"text/plain\"", "\"idempotency-key\":\"\"", "\"body\":"),
    ];

    public override string Run(byte[] input)
    {
        var context = new StubContext();
        var function = OrdersBench.Function(new InMemoryOrderStore());
        return ApiOutcome(input, context, request => function.HandleAsync(request, context));
    }

    /// <summary>
    /// Calls a function of the API as Lambda's runtime does. A refusal of the serializer is one; an answer says what came of it.
    /// </summary>
    public static string ApiOutcome(
        byte[] input, StubContext context, Func<APIGatewayHttpApiV2ProxyRequest, Task<APIGatewayHttpApiV2ProxyResponse>> function)
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<HttpJson>();
        APIGatewayHttpApiV2ProxyRequest? request;
        try
        {
            using var stream = new MemoryStream(input);
            request = serializer.Deserialize<APIGatewayHttpApiV2ProxyRequest>(stream);
        }
        catch (JsonSerializerException refusal)
        {
            return $"refused {refusal.InnerException?.Message}";
        }

        return request is null ? "null" : Answered(function(request).GetAwaiter().GetResult(), context, serializer);
    }

    /// <summary>Checks an answer: not our fault, and JSON from beginning to end.</summary>
    public static string Answered(
        APIGatewayHttpApiV2ProxyResponse answer, StubContext context, SourceGeneratorLambdaJsonSerializer<HttpJson> serializer)
    {
        using var written = new MemoryStream();
        serializer.Serialize(answer, written);
        using var body = JsonDocument.Parse(JsonDocument.Parse(written.ToArray()).RootElement.GetProperty("body").GetString()!);
        Hold(
            answer.StatusCode < 500
                || body.RootElement.GetProperty("detail").GetString()!.Contains("not counted yet", StringComparison.Ordinal),
            () => $"Answered {answer.StatusCode}: {string.Join(" | ", context.Lines)}");
        if (answer.StatusCode == 200)
        {
            return "200";
        }

        var errors = body.RootElement.TryGetProperty("errors", out var list)
            ? list.EnumerateArray().Select(error => $"{error.EnumerateObject().First().Value} {error.GetProperty("detail")}")
            : [];
        return $"{answer.StatusCode} {body.RootElement.GetProperty("title")} {string.Join("; ", errors.Take(2))}";
    }

    public static string Event(string route, string path, string method, string? body, string? key = null, string? id = null,
    string query = "", bool isBase64 = false) =>
        $$$"""
        {"version":"2.0","routeKey":{{{Text(route)}}},"rawPath":{{{Text(path)}}},"rawQueryString":"","headers":{"content-type":"application/json"{{{(key is null ? "" : $",\"idempotency-key\":{Text(key)}")}}}},
         "queryStringParameters":{{{{query}}}},"pathParameters":{{{{(id is null ? "" : $"\"orderId\":{Text(id)},\"sku\":\"tea\"")}}}},
         "requestContext":{"accountId":"1","apiId":"a","http":{"method":{{{Text(method)}}},"path":{{{Text(path)}}},"protocol":"HTTP/1.1","sourceIp":"127.0.0.1"},"requestId":"r","time":"23/Nov/2026:12:00:00 +0000","timeEpoch":1795435200000},
         "body":{{{(body is null ? "null" : Text(body))}}},"isBase64Encoded":{{{(isBase64 ? "true" : "false")}}}}
        """;

    private static string Text(string text) => JsonSerializer.Serialize(text);
}
