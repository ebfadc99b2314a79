using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Cli.Demo;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class DemoRunTests
{
    [Fact]
    public async Task The_demo_survives_temporary_errors_and_agrees_with_the_api_in_the_end()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T12:00:00Z", CultureInfo.InvariantCulture));
        using var api = new FlakyApi(clock);
        using var http = new HttpClient(api) { BaseAddress = new Uri("http://shop.test") };
        var lines = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();

        using var demo = new DemoRun(new ShopApi(http), new Shop(new Random(11)), clock, lines.Enqueue);
        var run = demo.RunAsync(stop.Token);
        for (var step = 0; step < 20_000 && lines.Count(IsTotals) < 8 && !run.IsCompleted; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        await run;

        var all = lines.ToList();
        Assert.Equal(8, all.Count(IsTotals));
        Assert.DoesNotContain(
            all, line => line.Contains("missing", StringComparison.Ordinal) || line.Contains("by others", StringComparison.Ordinal));
        Assert.Contains("temporary errors", all.Last(IsTotals), StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", all.Last(IsTotals), StringComparison.Ordinal);
        Assert.DoesNotContain("given up", all.Last(IsTotals), StringComparison.Ordinal);
    }

    private static bool IsTotals(string line) => line.Contains(" orders (", StringComparison.Ordinal);

    [Fact]
    public async Task An_order_that_is_refused_is_reported()
    {
        var clock = new FakeTimeProvider();
        using var api = new RefusingApi();
        using var http = new HttpClient(api) { BaseAddress = new Uri("http://shop.test") };
        var lines = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();

        using var demo = new DemoRun(new ShopApi(http), new Shop(new Random(11)), clock, lines.Enqueue);
        var run = demo.RunAsync(stop.Token);
        for (var step = 0; step < 3_000 && lines.IsEmpty && !run.IsCompleted; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        await run;

        Assert.StartsWith("unexpected answer to order ", lines.First(), StringComparison.Ordinal);
    }

    // Or a slow start of one process makes the local stack start many more.
    [Fact]
    public async Task While_the_api_is_slow_three_requests_are_in_flight_at_most()
    {
        var clock = new FakeTimeProvider();
        using var api = new SlowApi(clock);
        using var http = new HttpClient(api) { BaseAddress = new Uri("http://shop.test") };
        using var stop = new CancellationTokenSource();
        using var demo = new DemoRun(new ShopApi(http), new Shop(new Random(11)), clock, _ => { });

        var run = demo.RunAsync(stop.Token);
        for (var step = 0; step < 3_000 && api.Answers < 20 && !run.IsCompleted; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        await run;

        Assert.Equal((20, 3), (Math.Min(20, api.Answers), api.Busiest));
    }

    /// <summary>An API that takes two seconds to refuse an order.</summary>
    private sealed class SlowApi(TimeProvider clock) : HttpMessageHandler
    {
        private readonly Lock _gate = new();
        private int _inFlight;

        public int Busiest { get; private set; }

        public int Answers { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            }

            lock (_gate)
            {
                Busiest = Math.Max(Busiest, ++_inFlight);
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(2), clock, cancellationToken);
                return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{}") };
            }
            finally
            {
                lock (_gate)
                {
                    _inFlight--;
                    Answers++;
                }
            }
        }
    }

    /// <summary>An API in memory that fails every fourth order at the first attempt, half of those after it did what was asked.</summary>
    private sealed class FlakyApi(TimeProvider clock) : HttpMessageHandler
    {
        private readonly Dictionary<string, (string Id, ShopOrder Order, DateTimeOffset At, bool Cancelled)> byKey = [];
        private readonly Lock gate = new();
        private readonly HashSet<string> attempted = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (gate)
            {
                var isFirst = request.Headers.TryGetValues("Idempotency-Key", out var keys) && attempted.Add(keys.Single());
                if (isFirst && attempted.Count % 8 == 0)
                {
                    throw new HttpRequestException("connection refused");
                }

                var answer = Answer(request, body);
                return isFirst && attempted.Count % 8 == 4 ? new HttpResponseMessage(HttpStatusCode.BadGateway) : answer;
            }
        }

        private HttpResponseMessage Answer(HttpRequestMessage request, string body)
        {
            var path = request.RequestUri!.AbsolutePath;
            return path switch
            {
                "/orders" => Place(request.Headers.GetValues("Idempotency-Key").Single(), body),
                "/aggregates/totals" => Json(Totals()),
                "/aggregates/items" => Json(new { items = new[] { new { sku = "COF-ESP-1000", units = 3 } } }),
                _ => Cancel(path.Split('/')[2]),
            };
        }

        private HttpResponseMessage Place(string key, string body)
        {
            try
            {
                var order = JsonSerializer.Deserialize<ShopOrder>(body, JsonSerializerOptions.Web)!;
                if (order.Currency == "XYZ" || order.Lines.Any(line => line.Quantity < 1))
                {
                    return new HttpResponseMessage(HttpStatusCode.BadRequest);
                }

                byKey.TryAdd(key, ($"order-{byKey.Count}", order, clock.GetUtcNow(), false));
                return Json(Shown(byKey[key]));
            }
            catch (JsonException)
            {
                return new HttpResponseMessage(HttpStatusCode.BadRequest);
            }
        }

        private HttpResponseMessage Cancel(string id)
        {
            var (key, entry) = byKey.Single(pair => pair.Value.Id == id);
            byKey[key] = entry with { Cancelled = true };
            return Json(Shown(byKey[key]));
        }

        private WindowTotals Totals()
        {
            var minute = clock.GetUtcNow().AddTicks(-(clock.GetUtcNow().Ticks % TimeSpan.TicksPerMinute));
            var (from, to) = (minute.AddMinutes(-4), minute.AddMinutes(1));
            var sum = byKey.Values.Where(entry => from <= entry.At && entry.At < to).Aggregate(ShopTotals.Empty, (total, entry) =>
                total + entry.Order.Totals() + (entry.Cancelled ? entry.Order.Totals().Cancellation() : ShopTotals.Empty));
            return new WindowTotals(from, to, sum.Orders, sum.Cancelled, sum.Units, sum.Revenue);
        }

        private static JsonObject Shown((string Id, ShopOrder Order, DateTimeOffset At, bool Cancelled) entry) => new()
        {
            ["orderId"] = entry.Id,
            ["status"] = entry.Cancelled ? "CANCELLED" : "PLACED",
            ["placedAt"] = entry.At.ToString("O", CultureInfo.InvariantCulture),
        };

        private static HttpResponseMessage Json(object value) => new(HttpStatusCode.OK)
        {
            Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web)),
        };
    }

    private sealed class RefusingApi : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.UnprocessableEntity) { Content = new StringContent("no") });
    }
}
