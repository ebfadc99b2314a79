using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.Runtime;
using Analytics.Cli.Demo;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The whole system after a thousand orders, each delivered twice by both sources, and a browser to look at it.</summary>
public sealed class ShopInBrowser : IAsyncLifetime
{
    private const int Orders = 1000;
    private const int AtOnce = 16;

    internal StackFixture Stack { get; private set; } = null!;

    internal Chromium Browser { get; private set; } = null!;

    internal AmazonCloudWatchClient CloudWatch { get; private set; } = null!;

    /// <summary>The dashboards by name, open since before the first order.</summary>
    internal IReadOnlyDictionary<string, WatchedPage> EarlyPages { get; private set; } = new Dictionary<string, WatchedPage>();

    public async Task InitializeAsync()
    {
        Browser = await Chromium.StartAsync();
        Stack = await StackFixture.StartAsync(
            deliverTwice: true,
            parameters: new Dictionary<string, string> { ["MetricItems"] = string.Join(
                ',', ShopCatalogue.Items.Take(10).Select(item => item.Sku)) });
        CloudWatch = new AmazonCloudWatchClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonCloudWatchConfig { ServiceURL =
                Stack.Endpoints.CloudWatch.ToString(), AuthenticationRegion = Stack.Endpoints.Region });
        EarlyPages = new Dictionary<string, WatchedPage>
        {
            ["orders"] = await OpenEmptyAsync("orders"),
            ["pipeline"] = await OpenEmptyAsync("pipeline"),
        };
        await TradeAsync();
        await TradeInThePastAsync();
    }

    public async Task DisposeAsync()
    {
        CloudWatch?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }

    /// <summary>Where a screenshot of that name is kept.</summary>
    internal static string Screenshot(string name) => Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}.png");

    /// <summary>
    /// Sixty orders of the fifteen days before yesterday, in euros only: with discounts and refunds, some of them cancelled, of items with
    /// names that are written from right to left, or have markup in them.
    /// </summary>
    private async Task TradeInThePastAsync()
    {
        var today = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date, TimeSpan.Zero);
        string[] channels = ["web", "app", "store"];
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var placedAt = today.AddDays(-2 - number % 15).AddHours(6 + number % 12).AddMinutes(number);
            var body = $$"""
                {"reference":"past-{{number}}<i>","customerId":"c-{{number % 9}}","currency":"EUR",
                 "placedAt":"{{placedAt:yyyy-MM-ddTHH:mm:ssZ}}",
                 "channel":"{{channels[number % 3]}}"{{(number % 4 == 0 ? "" : ""","country":"de" """)}},"lines":[
                 {"sku":"tea,green","name":"شاي أخضر","quantity":{{1 + number % 5}},"unitPrice":3.45,
                  "discount":{{(number % 6 == 0 ? "0.45" : "0")}}},
                 {"sku":"mug-{{number % 13}}","name":"Mug <b>no. {{number % 13}}</b>","quantity":1,"unitPrice":{{9 + number % 13}}.90}]}
                """;
            using var placed = await Traffic.PostAsync(Stack.Api, body);
            placed.EnsureSuccessStatusCode();
            var id = JsonDocument.Parse(await placed.Content.ReadAsStringAsync(CancellationToken.None))
                .RootElement.GetProperty("orderId").GetString();
            if (number % 10 == 3)
            {
                using var refund = new StringContent("""{"amount":2.50}""", System.Text.Encoding.UTF8, "application/json");
                (await Stack.Api.PostAsync($"/orders/{id}/refunds", refund, CancellationToken.None)).EnsureSuccessStatusCode();
            }
            else if (number % 10 == 7)
            {
                (await Stack.Api.PostAsync($"/orders/{id}/cancel", null, CancellationToken.None)).EnsureSuccessStatusCode();
            }
        });
        var range = $"from={today.AddDays(-20):yyyy-MM-dd}&to={today.AddDays(-1):yyyy-MM-dd}";
        await Eventually.EqualAsync(
            "54 6 15.00",
            async () => JsonDocument.Parse(await Stack.Api.GetStringAsync($"/aggregates/totals?{range}")).RootElement is var totals
                ? $"{totals.GetProperty("orders")} {totals.GetProperty("cancelled")} {RefundsOf(totals)}" : "",
            () => Stack.Log.Tail());
    }

    private static string RefundsOf(JsonElement totals) =>
        totals.TryGetProperty("refunds", out var refunds) && refunds.TryGetProperty("EUR", out var euros) ? euros.GetRawText() : "0";

    private async Task<WatchedPage> OpenEmptyAsync(string name)
    {
        var page = await Browser.OpenAsync(Stack.Endpoints.Dashboards!, $"dashboards/#/order-analytics-{name}");
        await page.Page.Locator(".card[data-state=empty]").First.WaitForAsync();
        return page;
    }

    /// <summary>
    /// A thousand orders, every twentieth cancelled and one refused; returns when both sources have delivered all of them.
    /// </summary>
    private async Task TradeAsync()
    {
        var orders = new Shop(new Random(11)).Open().OfType<ShopEvent.Placement>().Take(Orders).Select(order => order.Body).ToList();
        var cancelled = 0;
        await Parallel.ForEachAsync(orders.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) =>
        {
            using var placed = await Traffic.PostAsync(
                Stack.Api, JsonSerializer.Serialize(order.Item, JsonSerializerOptions.Web), $"browser-{order.Index}");
            placed.EnsureSuccessStatusCode();
            if (order.Index % 20 == 7)
            {
                var id = JsonDocument.Parse(await placed.Content.ReadAsStringAsync(CancellationToken.None))
                    .RootElement.GetProperty("orderId").GetString();
                (await Stack.Api.PostAsync($"/orders/{id}/cancel", null, CancellationToken.None)).EnsureSuccessStatusCode();
                Interlocked.Increment(ref cancelled);
            }
        });
        await Traffic.PostAsync(Stack.Api, "{}");
        var expected = orders.Where((_, index) => index % 20 != 7).Select(order => order.Totals()).Aggregate(
            ShopTotals.Empty, (sum, totals) => sum + totals);
        await Eventually.EqualAsync(
            Orders - cancelled, async () => (int)(await Traffic.TotalsAsync(Stack.Api)).Orders, () => Stack.Log.Tail());
        await Eventually.TrueAsync(
            () => Stack.Log.Kinesis > 0 && Stack.Log.TableStream >= 2 * (Orders + cancelled),
            () => $"fast {Stack.Log.Kinesis}, sure {Stack.Log.TableStream}\n{Stack.Log.Tail()}");
        Assert.Equal(expected.Units, (await Traffic.TotalsAsync(Stack.Api)).Units);
    }
}

/// <summary>The tests that look at one shop run one after another, and not beside others: it keeps a machine busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ShopTests : ICollectionFixture<ShopInBrowser>
{
    public const string Name = "shop in browser";
}
