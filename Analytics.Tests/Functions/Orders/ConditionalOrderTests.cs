using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Conditional requests (RFC 9110, section 13) on orders.</summary>
public class ConditionalOrderTests
{
    private const string Body = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5}]}""";

    private readonly InMemoryOrderStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly OrdersFunction _function;

    public ConditionalOrderTests() => _function = new OrdersFunction(
        new OrdersHandler(_store, new RecordingPublisher(), 4, () => OrderId.New(_time), new Random(1), _time),
        new OrderMetrics(new NoMetrics(), _time), _time);

    // Section 13.1.2 and 15.4.5.
    [Theory]
    [InlineData("*", 304)]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"0\", \"1\"", 304)]
    [InlineData("\"2\"", 200)]
    public async Task An_order_that_the_caller_has_is_304(string ifNoneMatch, int status)
    {
        var id = await PlacedAsync();
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var answer = await SendAsync($"{method} /orders/{{orderId}}", id, ifNoneMatch: ifNoneMatch);

            Assert.Equal((status, "\"1\"", status == 304), (answer.StatusCode, answer.Headers["ETag"], answer.Body.Length == 0));
        }
    }

    // Section 13.1.1.
    [Theory]
    [InlineData("*", 200)]
    [InlineData("\"1\"", 200)]
    [InlineData("\"9\", \"1\"", 200)]
    [InlineData("\"9\"", 412)]
    [InlineData("W/\"1\"", 412)]
    public async Task A_cancellation_needs_the_version_that_it_names(string ifMatch, int status)
    {
        var id = await PlacedAsync();
        var answer = await SendAsync("POST /orders/{orderId}/cancel", id, ifMatch: ifMatch);

        Assert.Equal(
            (status, status == 200 ? OrderStatus.Cancelled : OrderStatus.Placed), (answer.StatusCode, _store.Orders.Single().Status));
    }

    // Section 13.2.2, step 3: a precondition of If-None-Match that fails is 412 for any method but GET and HEAD.
    [Theory]
    [InlineData("*", 412)]
    [InlineData("\"1\"", 412)]
    [InlineData("\"9\"", 200)]
    public async Task If_None_Match_on_a_cancellation_is_412(string ifNoneMatch, int status)
    {
        var id = await PlacedAsync();

        Assert.Equal(status, (await SendAsync("POST /orders/{orderId}/cancel", id, ifNoneMatch: ifNoneMatch)).StatusCode);
    }

    // Section 13.1.1: a request that has succeeded already may be answered with success.
    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("\"2\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"3\"", 412)]
    [InlineData("\"0\"", 412)]
    public async Task A_cancellation_that_is_repeated_with_its_condition_still_succeeds(string ifMatch, int status)
    {
        var id = await PlacedAsync();
        await SendAsync("POST /orders/{orderId}/cancel", id);

        Assert.Equal(status, (await SendAsync("POST /orders/{orderId}/cancel", id, ifMatch: ifMatch)).StatusCode);
    }

    [Fact]
    public async Task The_condition_is_checked_again_when_another_cancellation_wins()
    {
        var id = await PlacedAsync();
        _store.BeforeUpdate = () => SendAsync("POST /orders/{orderId}/cancel", id).GetAwaiter().GetResult();

        Assert.Equal(412, (await SendAsync("POST /orders/{orderId}/cancel", id, ifNoneMatch: "\"2\", \"1\"")).StatusCode);
    }

    // Section 8.8.1: a strong validator changes whenever what is shown changes.
    [Fact]
    public async Task An_order_that_another_program_edited_has_another_tag()
    {
        var id = await PlacedAsync();
        var tags = new HashSet<string> { "\"1\"" };
        foreach (var customer in new[] { "c-2", "c-3" })
        {
            _store.Edit(id, item => item[OrderItem.CustomerId] = new AttributeValue { S = customer });
            var answer = await SendAsync("GET /orders/{orderId}", id, ifNoneMatch: "\"1\"");

            Assert.Equal((200, customer), (answer.StatusCode, (string?)JsonNode.Parse(answer.Body)!["customerId"]));
            Assert.True(tags.Add(answer.Headers["ETag"]));
            Assert.Equal(304, (await SendAsync("GET /orders/{orderId}", id, ifNoneMatch: answer.Headers["ETag"])).StatusCode);
        }

        Assert.Equal(412, (await SendAsync("POST /orders/{orderId}/cancel", id, ifMatch: "\"1\"")).StatusCode);
    }

    [Fact]
    public async Task An_order_whose_version_another_program_set_back_has_another_tag()
    {
        var id = await PlacedAsync();
        await SendAsync("POST /orders/{orderId}/cancel", id);
        _store.Edit(id, item => item[OrderItem.Version] = new AttributeValue { N = "1" });

        var answer = await SendAsync("GET /orders/{orderId}", id, ifNoneMatch: "\"1\"");

        Assert.Equal((200, "CANCELLED"), (answer.StatusCode, (string?)JsonNode.Parse(answer.Body)!["status"]));
    }

    // Section 13.2.1: preconditions are ignored where the answer without them would not be a success.
    [Fact]
    public async Task What_would_fail_anyway_fails_the_same_under_a_condition()
    {
        var missing = Some.Id(9);

        Assert.Equal(404, (await SendAsync("GET /orders/{orderId}", missing, ifNoneMatch: "*")).StatusCode);
        Assert.Equal(404, (await SendAsync("POST /orders/{orderId}/cancel", missing, ifMatch: "*")).StatusCode);
        Assert.Equal(400, (await SendAsync("POST /orders", missing, ifMatch: "*", body: "{}")).StatusCode);
    }

    // Section 13.1.1 and 13.1.2: "*" asks whether the target has a current representation, and the collection of orders has none.
    [Theory]
    [InlineData("*", null, 412)]
    [InlineData("\"1\"", null, 412)]
    [InlineData(null, "*", 200)]
    public async Task The_collection_of_orders_has_no_representation(string? ifMatch, string? ifNoneMatch, int status) =>
        Assert.Equal(status, (await SendAsync("POST /orders", default, ifMatch, ifNoneMatch, Body)).StatusCode);

    // RFC 9110, section 9.3.2: HEAD has the header fields of GET. The gateway leaves the body out.
    [Fact]
    public async Task HEAD_answers_as_GET_does()
    {
        var id = await PlacedAsync();
        var (get, head) = (await SendAsync("GET /orders/{orderId}", id), await SendAsync("HEAD /orders/{orderId}", id));

        Assert.Equivalent(get, head, strict: true);
    }

    // RFC 9110, sections 15.5.6 and 10.2.1: 405 lists the methods in Allow.
    [Theory]
    [InlineData("PUT", "/orders", "GET, HEAD, POST")]
    [InlineData("OPTIONS", "/orders", "GET, HEAD, POST")]
    [InlineData("PUT", "/orders/x", "GET, HEAD")]
    [InlineData("HEAD", "/orders/x/cancel", "POST")]
    [InlineData("DELETE", "/shop/aggregates/totals", "GET, HEAD")]
    public async Task Another_method_is_405_with_Allow(string method, string path, string allow)
    {
        var answer = await RefusedAsync(method, path);

        Assert.Equal((405, allow), (answer.StatusCode, answer.Headers["Allow"]));
    }

    // RFC 9457, section 4.2.1: the title of about:blank is the status phrase.
    [Fact]
    public async Task A_problem_is_titled_with_its_status_phrase()
    {
        var answer = await RefusedAsync("GET", "/aggregates/items/a/b");
        var problem = JsonNode.Parse(answer.Body)!;

        Assert.Equal((404, "about:blank", "Not Found"), (answer.StatusCode, (string?)problem["type"], (string?)problem["title"]));
        Assert.Contains("/aggregates/items?sku=", (string?)problem["detail"], StringComparison.Ordinal);
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> RefusedAsync(string method, string path) => _function.HandleAsync(
        new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = "$default", RawPath = path,
            RequestContext = new() { DomainName = "api.example.com", Http = new() { Method = method } },
        },
        new StubContext());

    private async Task<OrderId> PlacedAsync()
    {
        await SendAsync("POST /orders", default, body: Body);
        return _store.Orders.Single().Id;
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string route, OrderId id, string? ifMatch = null, string? ifNoneMatch = null, string? body = null)
    {
        var headers = new Dictionary<string, string> { ["content-type"] = "application/json" };
        foreach (var (name, value) in new[] { ("if-match", ifMatch), ("if-none-match", ifNoneMatch) })
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }

        return _function.HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = route, Headers = headers, Body = body, PathParameters = new Dictionary<string, string> { ["orderId"] = $"{id}" },
            },
            new StubContext());
    }
}
