using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Orders;
using Analytics.Simulation.Lambda;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Client;

/// <summary>Calls the API as API Gateway would, and retries like a well-behaved client.</summary>
internal sealed class ShopClient(
    World world, SimulatedProcess process, Fleet<OrdersFunction> orders, Fleet<AggregatesFunction> aggregates)
{
    private const int MaxAttempts = 6;

    private readonly Random _random = world.RandomStreams.Source("client");

    /// <summary>Places an order. With a key, retries server errors up to 6 attempts in all.</summary>
    public async Task<ClientResponse> PlaceAsync(ShopTerms terms, string? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await CallAsync(Operation.Place, orders, (function, context) => function.HandleAsync(
                Request("POST /orders", "/orders", terms.Json(), key is null ? [] : new() { ["idempotency-key"] = key }, []), context));
            if (answer.Status < 500 || key is null || attempt == MaxAttempts)
            {
                return answer;
            }

            await RestAsync();
        }
    }

    public Task<ClientResponse> CancelAsync(string id) =>
        RequestOfAsync(Operation.Cancel, "POST /orders/{orderId}/cancel", $"/orders/{id}/cancel", id, "", key: null);

    public Task<ClientResponse> GetAsync(string id) =>
        RequestOfAsync(Operation.GetOrder, "GET /orders/{orderId}", $"/orders/{id}", id, "", key: null);

    /// <summary>Amends an order. With a key, a request that is retried after it succeeded is answered and changes nothing.</summary>
    public Task<ClientResponse> AmendAsync(string id, ShopTerms terms, string? key) =>
        RequestOfAsync(Operation.Amend, "PUT /orders/{orderId}/lines", $"/orders/{id}/lines", id, terms.LinesJson(), key);

    /// <summary>Refunds an order. Without a key, a request that is retried may be carried out twice.</summary>
    public Task<ClientResponse> RefundAsync(string id, string body, string? key) =>
        RequestOfAsync(Operation.Refund, "POST /orders/{orderId}/refunds", $"/orders/{id}/refunds", id, body, key);

    /// <summary>Queries aggregates once. With the ETag of an earlier answer, makes a conditional request.</summary>
    public Task<ClientResponse> AskAsync(string what, Dictionary<string, string> query, string? sku = null, string? tag = null)
    {
        var request = Request(
            sku is null ? $"GET /aggregates/{what}" : "GET /aggregates/items/{sku}", $"/aggregates/{what}", "",
            tag is null ? [] : new() { ["if-none-match"] = tag }, sku is null ? [] : new() { ["sku"] = sku });
        request.QueryStringParameters = query;
        var operation = (what, sku) switch
        {
            (_, not null) => Operation.Item,
            ("items", _) => Operation.Items,
            ("series", _) => Operation.Series,
            _ => Operation.Totals,
        };
        return CallAsync(operation, aggregates, (function, context) => function.HandleAsync(request, context));
    }

    // Retries server errors: a request that concerns one order may be repeated.
    private async Task<ClientResponse> RequestOfAsync(
        Operation operation, string routeKey, string path, string id, string body, string? key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await CallAsync(operation, orders, (function, context) => function.HandleAsync(
                Request(
                    routeKey, path, body, key is null ? [] : new() { ["idempotency-key"] = key }, new() { ["orderId"] = id }), context));
            if (answer.Status < 500 || attempt == MaxAttempts)
            {
                return answer;
            }

            await RestAsync();
        }
    }

    private static async Task<ClientResponse> CallAsync<TFunction>(
        Operation operation, Fleet<TFunction> fleet,
        Func<TFunction, Amazon.Lambda.Core.ILambdaContext, Task<APIGatewayHttpApiV2ProxyResponse>> handle) =>
        await fleet.InvokeAsync(operation, handle) is InvocationEnd<APIGatewayHttpApiV2ProxyResponse>.Answered(var response)
            ? new ClientResponse(response.StatusCode, response.Body, Header(response, "ETag"))
            {
                Change = Header(response, "Order-Change"),
                RetryAfter = Header(response, "Retry-After"),
            }
            : new ClientResponse(503, "");

    private static string? Header(APIGatewayHttpApiV2ProxyResponse response, string name) =>
        response.Headers?.TryGetValue(name, out var value) == true ? value : null;

    private Task RestAsync() => Task.Delay(_random.Span(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20)), process.Time);

    private static APIGatewayHttpApiV2ProxyRequest Request(
        string routeKey, string path, string body, Dictionary<string, string> headers, Dictionary<string, string> parameters)
    {
        headers["content-type"] = "application/json";
        return new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = routeKey,
            RawPath = path,
            Body = body,
            Headers = headers,
            PathParameters = parameters,
        };
    }
}
