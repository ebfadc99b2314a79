using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Puts orders through the API and knows what they add up to.</summary>
internal static class Traffic
{
    /// <summary>
    /// Changes that the traffic of <see cref="RunAsync"/> makes: 200 orders and 10 cancellations. Replays change nothing.
    /// </summary>
    public const int Changes = 210;

    private const int Orders = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Places 200 orders at about 20 a second; every twentieth is cancelled, and another twentieth sent twice. Every answer must be 200.
    /// </summary>
    /// <param name="api">The API.</param>
    /// <param name="seed">What the orders are drawn from.</param>
    /// <param name="beforeOrder">Awaited before the order of that number (from 1 on) is sent.</param>
    /// <returns>What the aggregates must say of them.</returns>
    public static async Task<ShopTotals> RunAsync(HttpClient api, int seed, Func<int, Task>? beforeOrder = null)
    {
        var orders = new Shop(new Random(seed)).Open().OfType<ShopEvent.Placement>().Take(Orders).Select(order => order.Body).ToList();
        using var pace = new PeriodicTimer(Pace);
        var lives = new List<Task<ShopTotals>>();
        for (var number = 1; number <= orders.Count; number++)
        {
            if (beforeOrder is not null)
            {
                await beforeOrder(number);
            }

            lives.Add(LiveAsync(api, orders[number - 1], $"traffic-{seed}-{number}", cancel: number % 20 == 7, replay: number % 20 == 13));
            await pace.WaitForNextTickAsync();
        }

        return (await Task.WhenAll(lives)).Aggregate(ShopTotals.Empty, (sum, totals) => sum + totals);
    }

    /// <summary>Posts a body as an order.</summary>
    public static Task<HttpResponseMessage> PostAsync(
        HttpClient api, string body, string? key = null, string contentType = MediaTypeNames.Application.Json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(body, Encoding.UTF8, contentType) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return api.SendAsync(request);
    }

    /// <summary>The totals of the last hour.</summary>
    public static async Task<ShopTotals> TotalsAsync(HttpClient api) =>
        (await api.GetFromJsonAsync<WindowTotals>("/aggregates/totals?window=1h"))!.Totals;

    private static async Task<ShopTotals> LiveAsync(HttpClient api, ShopOrder order, string key, bool cancel, bool replay)
    {
        var body = JsonSerializer.Serialize(order, JsonSerializerOptions.Web);
        var placed = await ReadAsync(await PostAsync(api, body, key));
        var id = placed["orderId"]!.GetValue<string>();
        Assert.Equal((1, "PLACED"), (placed["version"]!.GetValue<int>(), placed["status"]!.GetValue<string>()));
        Assert.Equal(order.Totals().Revenue[order.Currency], placed["total"]!.GetValue<decimal>());

        if (replay)
        {
            Assert.Equal(placed.ToJsonString(), (await ReadAsync(await PostAsync(api, body, key))).ToJsonString());
        }

        if (!cancel)
        {
            return order.Totals();
        }

        var cancelled = await ReadAsync(await api.PostAsync($"/orders/{id}/cancel", null));
        Assert.Equal((2, "CANCELLED"), (cancelled["version"]!.GetValue<int>(), cancelled["status"]!.GetValue<string>()));
        return order.Totals() + order.Totals().Cancellation();
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode}: {text}");
            return JsonNode.Parse(text)!;
        }
    }
}
