using System.Text.Json.Nodes;
using Analytics.Cli.Comparison;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Comparison;

public class ComparisonReportTests
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));

    [Fact]
    public async Task Nothing_is_one_sentence() => Assert.Equal(
        ["Compared 12,345 orders in 1 minute and 2 rollups: no difference (3 were only in flight)."],
        await TextAsync(Result() with { Rollups = 2, Settled = 3 }));

    [Fact]
    public async Task Differences_are_a_table() => Assert.Equal(
        [
            "MINUTE             WHAT                   ORDERS SAY  AGGREGATES SAY",
            "2026-11-23T12:00Z  units                           3               1",
            "2026-11-23T12:00Z  item mug: revenue USD        9.00            0.00",
            "Not compared: a stone",
            "Compared 12,345 orders in 1 minute: 2 differences.",
        ],
        await TextAsync(
            Result(new(Noon, "units", "3", "1"), new(Noon, "item mug: revenue USD", "9.00", "0.00")) with { Newer = ["a stone"] }));

    [Fact]
    public async Task Very_many_are_cut_short_for_people_and_never_for_programs()
    {
        var result = Result([.. Enumerable.Range(0, 60).Select(number => new Difference(Noon, $"item {number}: units", "3", "1"))]);

        Assert.Contains("and 10 more; --json lists all", await TextAsync(result));
        using var output = new StringWriter();
        await ComparisonReport.WriteJsonAsync(result, new MinuteRange(Noon, Noon.Plus(1)), output);
        var json = JsonNode.Parse(output.ToString())!;
        Assert.Equal((60, "2026-11-23T12:01Z"), (json["differences"]!.AsArray().Count, (string?)json["to"]));
        Assert.Equal(
            """{"minute":"2026-11-23T12:00Z","what":"item 0: units","orders":"3","aggregates":"1"}""", json["differences"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Orders_that_were_not_compared_are_listed_with_the_reason() => Assert.Equal(
        [
            "Counts nowhere until it is corrected: order 1",
            "Counts nowhere until it is corrected: order 2",
            "Counts nowhere until it is corrected: order 3",
            "Counts nowhere until it is corrected: order 4",
            "Counts nowhere until it is corrected: order 5",
            "and 2 more orders that count nowhere; --json lists all",
            $"Not counted: 7 orders that are older than 401 days: {Some.Id(1)}, {Some.Id(2)}, ….",
            "Not compared: 3 orders that are dated more than two days ahead.",
            "Compared 12,345 orders in 1 minute: no difference.",
        ],
        await TextAsync(Result() with { Invalid = [.. Enumerable.Range(1, 7)
            .Select(number => $"order {number}")], TooOld = 7, TooOldOrders = [Some.Id(1), Some.Id(2)], Ahead = 3 }));

    [Fact]
    public async Task Orders_that_are_too_old_are_all_named_where_they_are_few()
    {
        var result = Result() with { TooOld = 1, TooOldOrders = [Some.Id(1)] };

        Assert.Contains($"Not counted: 1 order that is older than 401 days: {Some.Id(1)}.", await TextAsync(result));
        using var output = new StringWriter();
        await ComparisonReport.WriteJsonAsync(result, null, output);
        Assert.Equal([$"{Some.Id(1)}"], JsonNode.Parse(output.ToString())!["tooOldOrders"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task One_order_more_counts_nowhere() => Assert.Contains(
        "and 1 more order that counts nowhere; --json lists all",
        await TextAsync(Result() with { Invalid = [.. Enumerable.Range(1, 6).Select(number => $"order {number}")] }));

    private static ComparisonResult Result(params Difference[] differences) => new()
    {
        Orders = 12_345,
        Minutes = 1,
        Rollups = 0,
        Differences = differences,
        WrongDocuments = [],
        WrongRollups = [],
        Newer = [],
        Invalid = [],
    };

    private static async Task<string[]> TextAsync(ComparisonResult result)
    {
        using var output = new StringWriter();
        await ComparisonReport.WriteTextAsync(result, output);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
