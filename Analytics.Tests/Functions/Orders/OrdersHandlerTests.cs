using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

public class OrdersHandlerTests
{
    private const string Body = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5},{"sku":"mug","quantity":1,"unitPrice":9}]}""";

    private readonly InMemoryOrderStore _store = new();
    private readonly RecordingAnnouncer _announcer = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:00:00.123") + TimeSpan.FromTicks(4567));
    private readonly OrdersHandler _orders;

    public OrdersHandlerTests() => _orders = new OrdersHandler(_store, _announcer, () => OrderId.New(_time), _time);

    [Fact]
    public async Task A_placed_order_is_stored_announced_and_shown()
    {
        var answer = await PlaceAsync(Body, key: "k-1");
        var id = OrderId.FromIdempotencyKey("k-1").ToString();

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(("application/json", $"/orders/{id}", "\"1\""), (answer.Headers["Content-Type"], answer.Headers["Location"], answer.Headers["ETag"]));
        Assert.Equal(
            $$"""{"orderId":"{{id}}","version":1,"status":"PLACED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50,"lineTotal":7.00},{"sku":"mug","quantity":1,"unitPrice":9.00,"lineTotal":9.00}],"total":16.00,"placedAt":"2026-11-23T12:00:00.123Z","updatedAt":"2026-11-23T12:00:00.123Z"}""",
            answer.Body);
        Assert.Equal(_store.Orders.Single(), Assert.Single(_announcer.Announced).After);
    }

    [Fact]
    public async Task The_same_key_and_body_is_the_same_order()
    {
        var first = await PlaceAsync(Body, key: "k-1");
        _time.Advance(TimeSpan.FromHours(1));
        var second = await PlaceAsync(Body.Replace("3.5", "3.50", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal), key: "k-1");

        Assert.Equal((first.Body, "true"), (second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Single(_announcer.Announced);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await PlaceAsync(Body, key: "k-1");
        var second = await PlaceAsync(Body.Replace("3.5", "3.51", StringComparison.Ordinal), key: "k-1");

        AssertProblem(422, second);
        Assert.Single(_store.Orders);
    }

    [Fact]
    public async Task A_repeated_key_shows_the_order_as_it_stands()
    {
        await PlaceAsync(Body, key: "k-1");
        await CancelAsync(OrderId.FromIdempotencyKey("k-1").ToString());
        var again = await PlaceAsync(Body, key: "k-1");

        Assert.Equal(("CANCELLED", "\"2\""), ((string?)JsonNode.Parse(again.Body)!["status"], again.Headers["ETag"]));
    }

    [Fact]
    public async Task Without_a_key_every_post_is_a_new_order()
    {
        await PlaceAsync(Body);
        await PlaceAsync(Body);

        Assert.Equal(2, _store.Orders.Count);
    }

    [Fact]
    public async Task A_write_that_was_repeated_after_its_answer_was_lost_is_no_replay()
    {
        _store.RepeatsWrites = true;
        var answer = await PlaceAsync(Body);

        Assert.Equal((200, false), (answer.StatusCode, answer.Headers.ContainsKey("Idempotency-Replayed")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("über")]
    [InlineData("a\tb")]
    public async Task An_idempotency_key_is_printable_ASCII(string key) => AssertProblem(400, await PlaceAsync(Body, key: key));

    [Fact]
    public async Task Cancelling_twice_is_the_same_as_once()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        _time.Advance(TimeSpan.FromMinutes(1));
        var first = await CancelAsync(id);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await CancelAsync(id);

        Assert.Equal((first.Body, "\"2\""), (second.Body, second.Headers["ETag"]));
        Assert.Equal("2026-11-23T12:01:00.123Z", (string?)JsonNode.Parse(first.Body)!["updatedAt"]);
        Assert.Equal(2, _announcer.Announced.Count);
    }

    [Fact]
    public async Task A_cancellation_that_meets_another_shows_the_other()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        _store.BeforeReplace = () => CancelAsync(id).GetAwaiter().GetResult();
        var answer = await CancelAsync(id);

        Assert.Equal((200, "\"2\"", 2), (answer.StatusCode, answer.Headers["ETag"], _announcer.Announced.Count));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000009-0000-7000-8000-000000000000")]
    public async Task An_unknown_order_is_not_found(string id)
    {
        AssertProblem(404, await CancelAsync(id));
        AssertProblem(404, await _orders.GetAsync(Request("", path: id), default));
    }

    [Theory]
    [InlineData("text/plain", Body, 415)]
    [InlineData(null, Body, 415)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", """{"customerId":"a","customerId":"b"}""", 400)]
    [InlineData("application/json", """{"\ud800":1,"\ud800":2}""", 400)]
    [InlineData("application/json", "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", 400)]
    [InlineData("application/json; charset=utf-8", "{}", 400)]
    public async Task What_is_no_order_is_refused_and_nothing_is_written(string? contentType, string body, int status)
    {
        AssertProblem(status, await PlaceAsync(body, contentType: contentType));
        Assert.Empty(_store.Orders);
        Assert.Empty(_announcer.Announced);
    }

    [Fact]
    public async Task A_body_over_256_KB_is_refused()
    {
        AssertProblem(413, await PlaceAsync(Body + new string(' ', OrderRules.BodyBytesMax - Body.Length + 1)));
        Assert.Equal(200, (await PlaceAsync(Body + new string(' ', OrderRules.BodyBytesMax - Body.Length))).StatusCode);
    }

    [Fact]
    public async Task A_refusal_names_every_offending_field()
    {
        var answer = await PlaceAsync("""{"customerId":"c","currency":"XXX","lines":[]}""");

        Assert.Equal(
            """[{"pointer":"#/currency","detail":"must be an ISO 4217 currency code in capitals, as USD"},{"pointer":"#/lines","detail":"must be a list of 1 to 100 lines"}]""",
            JsonNode.Parse(answer.Body)!["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task A_body_in_Base64_is_read()
    {
        var request = Request(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Body)));
        request.IsBase64Encoded = true;

        Assert.Equal(200, (await _orders.PlaceAsync(request, _ => { }, default)).StatusCode);
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(string body, string? key = null, string? contentType = "application/json") =>
        _orders.PlaceAsync(Request(body, key, contentType), _ => { }, default);

    private Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(string id) => _orders.CancelAsync(Request("", path: id), _ => { }, default);

    private static APIGatewayHttpApiV2ProxyRequest Request(
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

    private static void AssertProblem(int status, APIGatewayHttpApiV2ProxyResponse answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }
}
