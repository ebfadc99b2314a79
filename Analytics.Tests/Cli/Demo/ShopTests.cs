using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class ShopTests
{
    private const int Enough = 20_000;

    [Fact]
    public void The_same_seed_opens_the_same_shop() =>
        Assert.Equal(Texts(Draw(7, 500)), Texts(Draw(7, 500)));

    [Fact]
    public void Another_seed_opens_another_shop() =>
        Assert.NotEqual(Texts(Draw(7, 500)), Texts(Draw(8, 500)));

    [Fact]
    public void Time_never_goes_back_and_order_numbers_have_no_gaps()
    {
        var day = Draw(1, Enough);

        Assert.Equal(day.Select(happening => happening.At).Order(), day.Select(happening => happening.At));
        var numbers = day.OfType<ShopEvent.Placement>().Select(order => order.Number).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
    }

    [Fact]
    public void Every_order_keeps_the_rules_of_the_api()
    {
        var decimals = new Dictionary<string, int> { ["USD"] = 2, ["EUR"] = 2, ["JPY"] = 0 };

        Assert.All(Draw(2, Enough).OfType<ShopEvent.Placement>(), order =>
        {
            Assert.InRange(order.Body.Lines.Count, 1, 5);
            Assert.InRange(order.Body.CustomerId.Length, 1, 64);
            Assert.All(order.Body.Lines, line =>
            {
                Assert.Contains(line.Sku, ShopCatalogue.Items.Select(item => item.Sku));
                Assert.InRange(line.Quantity, 1, 5);
                Assert.InRange(line.UnitPrice, 0.01m, 1_000_000m);
                Assert.InRange(line.UnitPrice.Scale, 0, decimals[order.Body.Currency]);
            });
        });
    }

    [Fact]
    public void Shares_are_about_what_a_small_shop_sees()
    {
        var day = Draw(3, Enough);
        var orders = day.OfType<ShopEvent.Placement>().ToList();
        double Share(Func<ShopEvent.Placement, bool> which) => orders.Count(which) / (double)orders.Count;

        // Bounds of more than six standard deviations, and the seed is fixed: chance does not decide.
        Assert.InRange(Share(order => order.CancelAfter is not null), 0.04, 0.06);
        Assert.InRange(Share(order => order.ReplayAfter is not null), 0.02, 0.04);
        Assert.InRange(Share(order => order.Body.Currency == "USD"), 0.77, 0.83);
        Assert.InRange(Share(order => order.Body.Currency == "EUR"), 0.13, 0.17);
        Assert.InRange((day.Count - orders.Count) / (double)day.Count, 0.005, 0.015);
    }

    [Fact]
    public void Most_seconds_are_calm_and_some_are_bursts()
    {
        var seconds = Draw(4, Enough).GroupBy(happening => (int)happening.At.TotalSeconds).Select(second => second.Count()).ToList();

        Assert.InRange(seconds.Count(count => count >= 15) / (double)seconds.Count, 0.02, 0.3);
        Assert.InRange(seconds.Where(count => count < 15).Average(), 3, 6);
    }

    [Fact]
    public void The_most_wanted_item_is_bought_far_more_often_than_the_least()
    {
        var bought = Draw(5, Enough).OfType<ShopEvent.Placement>().SelectMany(order => order.Body.Lines).ToLookup(line => line.Sku);

        Assert.All(ShopCatalogue.Items, item => Assert.True(bought.Contains(item.Sku), $"{item.Sku} is never bought."));
        Assert.InRange(bought[ShopCatalogue.Items[0].Sku].Count(), 10 * bought[ShopCatalogue.Items[^1].Sku].Count(), int.MaxValue);
    }

    [Fact]
    public void Every_bad_request_is_bad_in_the_way_it_says()
    {
        var bad = Draw(6, Enough).OfType<ShopEvent.BadRequest>().ToList();

        Assert.Equal(
            ["a currency that does not exist", "a negative quantity", "broken JSON"],
            bad.Select(request => request.Fault).Distinct().Order());
        Assert.All(bad, request => Assert.True(IsBad(request), $"{request.Fault}: {request.Body}"));
    }

    private static bool IsBad(ShopEvent.BadRequest request) => request.Fault switch
    {
        "a currency that does not exist" => JsonNode.Parse(request.Body)!["currency"]!.GetValue<string>() == "XYZ",
        "a negative quantity" => JsonNode.Parse(request.Body)!["lines"]![0]!["quantity"]!.GetValue<int>() < 0,
        _ => !IsJson(request.Body),
    };

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<ShopEvent> Draw(int seed, int count) => [.. new Shop(new Random(seed)).Open().Take(count)];

    // Lists inside records compare by reference, their JSON by content.
    private static IEnumerable<string> Texts(IEnumerable<ShopEvent> day) =>
        day.Select(happening => JsonSerializer.Serialize<object>(happening));
}
