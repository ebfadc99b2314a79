using System.Net;
using System.Text.Json.Nodes;
using Analytics.Cli.Smoke;
using Analytics.Tests.Operations.Comparison;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

public class SmokeRunTests
{
    [Fact]
    public async Task An_order_that_is_counted_and_taken_back_shows_that_all_of_it_works()
    {
        var shop = new FakeApi { Orders = 2 };

        var result = await RunAsync(shop);

        Assert.True(result.IsRight, string.Join('\n', SmokeReport.Lines(result)));
        Assert.Equal(["before", "accepted", "in the table", "counted", "cancelled", "taken back"], result.Steps.Select(step => step.Name));
        Assert.Equal("3 orders, 3 units, before 2 orders, 2 units", result.Steps[3].Detail);
        Assert.StartsWith("smoke-", result.Reference, StringComparison.Ordinal);
        Assert.Equal(
            (result.Reference, "smoke-test", "true"),
            ((string?)shop.Placed!["reference"], (string?)shop.Placed["lines"]![0]!["sku"], (string?)shop.Placed["metadata"]!["smoke"]));
        Assert.Contains(
            "from=2026-11-23T11%3A01Z&to=2026-11-23T12%3A01Z&tz=UTC&includes=change-2&wait=10s", shop.LastQuery,
            StringComparison.Ordinal);
        Assert.Contains("It works.", SmokeReport.Lines(result).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_is_not_counted_yet_is_asked_for_again()
    {
        var shop = new FakeApi { NotYet = 3 };

        Assert.True((await RunAsync(shop)).IsRight);
        Assert.Equal(0, shop.NotYet);
    }

    [Fact]
    public async Task An_order_that_is_not_counted_in_time_fails_and_is_cancelled()
    {
        var shop = new FakeApi { NotYet = int.MaxValue };

        var result = await RunAsync(shop, TimeSpan.Zero);

        Assert.False(result.IsRight);
        Assert.Equal(["before", "accepted", "in the table", "counted", "cancelled"], result.Steps.Select(step => step.Name));
        Assert.Equal("it is not counted after 0 s: not counted yet", result.Steps[3].Detail);
        Assert.True(shop.IsCancelled);
        Assert.Equal(
            ["It does not work: \"counted\" failed.", $"The order {result.OrderId} ({result.Reference}) is cancelled."],
            SmokeReport.Lines(result).TakeLast(2));
    }

    [Fact]
    public async Task An_order_that_is_counted_twice_fails()
    {
        var result = await RunAsync(new FakeApi { CountsTwice = true });

        Assert.False(result.IsRight);
        Assert.StartsWith(
            "2 orders, 2 units; 1 order and 1 unit should be counted.", result.Steps.First(step => !step.IsRight).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_order_that_stays_counted_fails()
    {
        var result = await RunAsync(new FakeApi { KeepsCancelled = true });

        Assert.Equal(("taken back", false), (result.Steps[^1].Name, result.IsRight));
    }

    [Fact]
    public async Task An_order_that_cannot_be_cancelled_is_named()
    {
        var result = await RunAsync(new FakeApi { RefusesToCancel = true });

        Assert.False(result.IsRight);
        Assert.StartsWith(
            $"The order {result.OrderId} ({result.Reference}) is NOT cancelled", SmokeReport.Lines(result).Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_advice_and_without_an_order()
    {
        var shop = new FakeApi { Refuses = HttpStatusCode.Unauthorized };

        var result = await RunAsync(shop);

        Assert.Equal((null, null, false), (result.OrderId, shop.Placed, result.IsRight));
        Assert.Equal("status 401: refused (give --token-file, or --sign)", Assert.Single(result.Steps).Detail);
    }

    [Fact]
    public async Task The_result_is_JSON_too()
    {
        var result = await RunAsync(new FakeApi());

        var json = JsonNode.Parse(SmokeReport.Json(result))!;

        Assert.Equal(
            (true, "https://shop.test/prod/", result.Reference, result.OrderId, 6),
            ((bool)json["works"]!, (string?)json["api"], (string?)json["reference"], (string?)json["orderId"],
                json["steps"]!.AsArray().Count));
    }

    private static async Task<SmokeResult> RunAsync(FakeApi shop, TimeSpan? timeout = null)
    {
        using var http = new HttpClient(shop) { BaseAddress = new Uri("https://shop.test/prod/") };
        return await new SmokeRun(
            http, timeout ?? TimeSpan.FromMinutes(1), new ShopTables.ImpatientTime(TimeProvider.System), new Random(1)).RunAsync(default);
    }

    /// <summary>An API of one order.</summary>
    private sealed class FakeApi : HttpMessageHandler
    {
        public long Orders { get; set; }

        public int NotYet { get; set; }

        public bool CountsTwice { get; init; }

        public bool KeepsCancelled { get; init; }

        public bool RefusesToCancel { get; init; }

        public HttpStatusCode? Refuses { get; init; }

        public bool IsCancelled { get; private set; }

        public JsonNode? Placed { get; private set; }

        public string LastQuery { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            LastQuery = request.RequestUri!.Query;
            if (Refuses is { } status)
            {
                return Answer("""{"title":"refused"}""", status);
            }

            switch ($"{request.Method} {request.RequestUri.AbsolutePath}")
            {
                case "POST /prod/orders":
                    Placed = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
                    Orders += CountsTwice ? 2 : 1;
                    return Answer(Order("PLACED"), change: "change-1");
                case "GET /prod/orders/o-1":
                    return Answer(Order("PLACED"));
                case "POST /prod/orders/o-1/cancel":
                    if (RefusesToCancel)
                    {
                        return Answer("""{"detail":"no"}""", HttpStatusCode.Conflict);
                    }

                    IsCancelled = true;
                    Orders -= KeepsCancelled ? 0 : 1;
                    return Answer(Order("CANCELLED"), change: "change-2");
                case "GET /prod/aggregates/items/smoke-test":
                    if (LastQuery.Contains("includes", StringComparison.Ordinal) && NotYet > 0)
                    {
                        NotYet--;
                        return Answer("""{"detail":"not counted yet"}""", HttpStatusCode.ServiceUnavailable);
                    }

                    return Answer($$"""
                        {"from":"2026-11-23T11:01Z","to":"2026-11-23T12:01Z","sku":"smoke-test","orders":{{Orders}},"units":{{Orders}}}
                        """);
                default:
                    throw new InvalidOperationException($"Nobody prepared an answer for {request.Method} {request.RequestUri}.");
            }
        }

        private string Order(string status) => new JsonObject
        {
            ["orderId"] = "o-1", ["status"] = status, ["reference"] = Placed!["reference"]!.DeepClone(),
            ["placedAt"] = "2026-11-23T12:00:36.905Z",
        }.ToJsonString();

        private static HttpResponseMessage Answer(string json, HttpStatusCode status = HttpStatusCode.OK, string? change = null)
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(json) };
            if (change is not null)
            {
                response.Headers.Add("Order-Change", change);
            }

            return response;
        }
    }
}
