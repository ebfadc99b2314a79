using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.CloudWatch.Model;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Browser;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class MetricsEqualTheSeriesTests(ShopInBrowser shop)
{
    private static readonly string[] Currencies = ["EUR", "JPY", "USD"];

    [Fact]
    public async Task What_CloudWatch_says_of_each_minute_is_what_the_aggregates_say()
    {
        var series = JsonNode.Parse(await shop.Stack.Api.GetStringAsync("/aggregates/series?window=1h&step=1m"))!;
        var points = series["points"]!.AsArray().Select(point => point!).ToList();
        var (from, to) = (Time(series["from"]!), Time(series["to"]!));
        var expected = points.Where(point => point["orders"]!.GetValue<long>() != 0).Select(point =>
            $"{Time(point["at"]!):HH:mm} {point["orders"]} {point["units"]} "
                + $"{string.Join(' ', Currencies.Select(currency => $"{point["revenue"]![currency]?.GetValue<decimal>() ?? 0:0.00}"))}")
                .ToList();

        // The metrics follow the counts, by some milliseconds.
        await EndToEnd.Eventually.EqualAsync(
            string.Join('\n', expected), async () => string.Join('\n', await MinutesAsync(from, to)), () => shop.Stack.Log.Tail());
        Assert.NotEmpty(expected);
    }

    private async Task<IEnumerable<string>> MinutesAsync(DateTime from, DateTime to)
    {
        var answer = await shop.CloudWatch.GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = from,
            EndTime = to,
            MetricDataQueries =
            [
                Query("orders", "Orders"), Query("units", "Units"),
                .. Currencies.Select(currency => Query(IdOf(currency), "Revenue", new Dimension { Name = "Currency", Value = currency })),
            ],
        });
        var byMinute = answer.MetricDataResults.ToDictionary(
            result => result.Id, result =>
                result.Timestamps.Zip(result.Values).ToDictionary(point => point.First.ToUniversalTime(), point => point.Second));
        // Orders of a minute that were all cancelled leave its metrics at zero.
        return byMinute["orders"].Keys.Where(minute => byMinute["orders"][minute] != 0).Order().Select(minute =>
            $"{minute:HH:mm} {byMinute["orders"][minute]} {byMinute["units"][minute]} "
                + $"{string.Join(' ', Currencies.Select(currency => Money(byMinute[IdOf(currency)].GetValueOrDefault(minute))))}");
    }

    private static MetricDataQuery Query(string id, string name, params Dimension[] dimensions) => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric { Namespace = "OrderAnalytics/order-analytics", MetricName = name, Dimensions = [.. dimensions] },
            Period = 60, Stat = "Sum" },
    };

    // Ids begin with a lower case letter.
    private static string IdOf(string currency) => $"in{currency}";

    private static string Money(double value) => Math.Round(value, 2).ToString("0.00", CultureInfo.InvariantCulture);

    private static DateTime Time(JsonNode node) => DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture).UtcDateTime;
}
