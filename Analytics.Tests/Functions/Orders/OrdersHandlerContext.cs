using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>A handler of orders over a store in memory, just after 12:00.</summary>
public abstract class OrdersHandlerContext
{
    private protected const string Body = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5},{"sku":"mug","quantity":1,"unitPrice":9}]}""";

    private protected InMemoryOrderStore Store { get; } = new();
    private protected RecordingPublisher Publisher { get; } = new();
    private protected FakeTimeProvider Time { get; } = new(Some.At("12:00:00.123") + TimeSpan.FromTicks(4567));
    private protected OrdersHandler Orders { get; }

    protected OrdersHandlerContext() => Orders = new OrdersHandler(Store, Publisher, 4, () => OrderId.New(Time), new Random(1), Time);

    private protected Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(
        string body, string? key = null, string? contentType = "application/json") =>
        Orders.PlaceAsync(Request(body, key, contentType), _ => { }, default);

    private protected async Task<OrderId> PlacedAsync()
    {
        await PlaceAsync(Body);
        return Store.Orders.Single().Id;
    }

    private protected void EditQuantity(OrderId id, string quantity) => Store.Edit(id, item =>
    {
        var first = item[OrderItem.Lines].L[0].M.ToDictionary();
        first[OrderItem.Quantity] = new AttributeValue { N = quantity };
        item[OrderItem.Lines] = new AttributeValue { L = [new AttributeValue { M = first }, .. item[OrderItem.Lines].L.Skip(1)] };
    });

    private protected static JsonNode Json(APIGatewayHttpApiV2ProxyResponse answer) => JsonNode.Parse(answer.Body)!;

    private protected Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(OrderId id) => Orders.GetAsync(Request("", path: $"{id}"), default);

    private protected Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(string id) =>
        Orders.CancelAsync(Request("", path: id), _ => { }, default);

    private protected static APIGatewayHttpApiV2ProxyRequest Request(
        string body, string? key = null, string? contentType = "application/json", string path = "")
    {
        var headers = new Dictionary<string, string>();
        if (contentType is not null)
        {
            headers["content-type"] = contentType;
        }

        if (key is not null)
        {
            headers["idempotency-key"] = key;
        }

        return new APIGatewayHttpApiV2ProxyRequest
        {
            Headers = headers,
            Body = body,
            PathParameters = new Dictionary<string, string> { ["orderId"] = path },
        };
    }

    private protected static void AssertProblem(int status, APIGatewayHttpApiV2ProxyResponse answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }
}
