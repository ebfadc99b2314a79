using System.Text.Json.Nodes;
using Xunit;

namespace Analytics.Tests.Cli.Live;

public class LiveFeedTests
{
    // 2^53 + 1 minor units, which is no 64-bit floating-point number, and zeros that show a currency's decimals (ISO 4217).
    private const string Revenue =
        """
        "JPY":9007199254740993,"USD":90071992547409.93,"BGN":-0.50,"IQD":1.250,"CLF":12.0000,"KWD":170141183460469231731687303715884105.727
        """;

    private static readonly string[] Windows = ["minutes5", "hour1", "hours24", "today", "yesterday", "yesterdaySoFar"];

    [Fact]
    public async Task Every_amount_reaches_the_page_as_text_digit_by_digit()
    {
        await using var site = await LiveSite.StartAsync(Revenue, $$$"""[{"at":"2026-11-23T12:00Z","revenue":{{{{Revenue}}}}}]""");

        var all = await EventAsync(site, "all");

        var expected = JsonNode.Parse(
            """{"JPY":"9007199254740993","USD":"90071992547409.93","BGN":"-0.50","IQD":"1.250","CLF":"12.0000","KWD":"170141183460469231731687303715884105.727"}""");
        Assert.All(
            [.. Windows.Select(window => all[window]!["revenue"]),
                all["items"]!["items"]![0]!["revenue"], all["series"]!["points"]![0]!["revenue"]],
            revenue => Assert.True(JsonNode.DeepEquals(expected, revenue), $"{revenue}"));
    }

    [Fact]
    public async Task Values_other_than_money_stay_numbers()
    {
        await using var site = await LiveSite.StartAsync(Revenue);

        var all = await EventAsync(site, "all");

        Assert.Equal((3, 4, 1), (all["hour1"]!["orders"]!.GetValue<int>(), all["hour1"]!["units"]!.GetValue<int>(),
            all["series"]!["stepMinutes"]!.GetValue<int>()));
    }

    private static async Task<JsonNode> EventAsync(LiveSite site, string name)
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        await using var stream = await http.GetStreamAsync("/api/live?zone=Europe/Berlin");
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() != $"event: {name}")
        {
        }

        return JsonNode.Parse((await reader.ReadLineAsync())!["data: ".Length..])!;
    }
}
