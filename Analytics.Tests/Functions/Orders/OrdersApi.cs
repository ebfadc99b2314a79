using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Functions.Orders;

/// <summary>The orders function over a store in memory, called as API Gateway calls it.</summary>
internal sealed class OrdersApi
{
    private readonly OrdersFunction _function;

    /// <param name="registry">Decides which values of dimensions are counted separately; null for all.</param>
    public OrdersApi(DimensionRegistry? registry = null)
    {
        var random = new Random(1);
        _function = new OrdersFunction(
            new OrdersHandler(Store, Publisher, 4, () => OrderId.New(Time), random, Time, registry: registry),
            new OrderMetrics(new NoMetrics(), Time), Time);
    }

    public InMemoryOrderStore Store { get; } = new();

    public RecordingPublisher Publisher { get; } = new();

    public FakeTimeProvider Time { get; } = new(Some.At("12:00"));

    /// <summary>A valid order, with more members, such as <c>"placedAt":"…"</c>, if given.</summary>
    public static string Order(string more = "") =>
        $$"""{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5}]{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    public Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(string body, params (string Name, string Value)[] headers) =>
        CallAsync("POST /orders", body: body, headers: headers);

    public Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(string id, params (string Name, string Value)[] headers) =>
        CallAsync("POST /orders/{orderId}/cancel", id, headers: headers);

    public Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(string id, params (string Name, string Value)[] headers) =>
        CallAsync("GET /orders/{orderId}", id, headers: headers);

    public Task<APIGatewayHttpApiV2ProxyResponse> CallAsync(
        string route, string id = "", string body = "", string query = "", params (string Name, string Value)[] headers) =>
        _function.HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = route,
                RawQueryString = query,
                QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                    .GroupBy(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]))
                    .ToDictionary(values => values.Key, values => string.Join(',', values)),
                PathParameters = new Dictionary<string, string> { ["orderId"] = id },
                Headers = headers.Append(("content-type", "application/json")).DistinctBy(header => header.Item1)
                    .ToDictionary(header => header.Item1, header => header.Item2),
                Body = body,
            },
            new StubContext());

    /// <summary>The JSON of an answer.</summary>
    public static JsonNode Json(APIGatewayHttpApiV2ProxyResponse answer) => JsonNode.Parse(answer.Body)!;

    /// <summary>The errors of a refusal, each as pointer or parameter and detail.</summary>
    public static IReadOnlyList<string> Errors(APIGatewayHttpApiV2ProxyResponse answer) =>
    [
        .. Json(answer)["errors"]?.AsArray().Select(error => $"{error!["pointer"] ?? error["parameter"]} {error["detail"]}") ?? [],
    ];
}
