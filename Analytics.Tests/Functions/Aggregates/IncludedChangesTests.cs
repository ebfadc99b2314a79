using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Counting;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The parameters <c>includes</c> and <c>wait</c>: an answer that has the changes of the caller.</summary>
public class IncludedChangesTests : AggregatesHandlerContext
{
    [Fact]
    public async Task An_answer_includes_changes_that_are_counted_already_at_once()
    {
        var (placed, cancelled) = (Some.Order(1, "12:00"), Some.Cancel(Some.Order(1, "12:00")));
        var other = Some.Order(2, "12:01") with { Lane = 7 };
        await CountAsync(Some.Placed(placed), Some.Cancelled(placed), Some.Placed(other));

        var includes = $"{ChangeToken.Of(placed)},{ChangeToken.Of(cancelled)}, {ChangeToken.Of(other)}";
        var answer = await JsonAsync(Aggregates.TotalsAsync(Query($"window=5m&includes={includes}"), default));

        Assert.Equal((1, 1), ((int)answer["orders"]!, (int)answer["cancelled"]!));
    }

    // wait      0 ms: none   50 ms: none   100 ms: one            150 ms: both
    // counted                         one              the other
    [Fact]
    public async Task An_answer_waits_until_every_change_that_it_is_to_include_is_counted()
    {
        var (one, other) = (Some.Order(1, "12:00"), Some.Order(2, "12:01") with { Lane = 7 });
        var asked = Aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(one)},{ChangeToken.Of(other)}"), default);

        await PassAsync(TimeSpan.FromMilliseconds(50));
        Assert.False(asked.IsCompleted);
        await CountAsync(Some.Placed(one));
        await PassAsync(TimeSpan.FromMilliseconds(50));
        Assert.False(asked.IsCompleted);
        await CountAsync(Some.Placed(other));
        await PassAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal(2, (int)(await JsonAsync(asked))["orders"]!);
    }

    [Theory]
    [InlineData("", "2.0")]
    [InlineData("&wait=0s", "0.0")]
    [InlineData("&wait=0.5s", "0.5")]
    [InlineData("&wait=10s", "10.0")]
    public async Task What_is_not_counted_in_time_is_reported_with_how_far_behind_the_aggregates_are(string wait, string waited)
    {
        var (counted, missing) = (Some.Order(1, "12:00"), Some.Order(2, "12:00"));
        var neverSeen = Some.Order(3, "12:02") with { Lane = 9 };
        await CountAsync(Some.Placed(counted));
        var query = Query($"window=5m&includes={ChangeToken.Of(counted)},{ChangeToken.Of(missing)},{ChangeToken.Of(neverSeen)}{wait}");
        var asked = Aggregates.SeriesAsync(query, default);

        for (var turns = 20 * double.Parse(waited, CultureInfo.InvariantCulture); turns > 0; turns--)
        {
            Assert.False(asked.IsCompleted);
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }

        var answer = await asked;
        Assert.Equal(
            (503, "1", "application/problem+json"), (answer.StatusCode, answer.Headers["Retry-After"], answer.Headers["Content-Type"]));
        Assert.Equal(
            $"2 of the changes in includes are not counted yet, after {waited} s: {ChangeToken.Of(missing)}, {ChangeToken.Of(neverSeen)}. "
            + "The newest commit to their minutes was at 2026-11-23T12:04:30.000Z.",
            (string?)JsonNode.Parse(answer.Body)!["detail"]);
    }

    [Fact]
    public async Task One_change_that_is_not_counted_is_one()
    {
        var answer = await Aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order())}&wait=0s"), default);

        Assert.StartsWith(
            "1 of the changes in includes is not counted yet, after 0.0 s: ", (string?)JsonNode.Parse(answer.Body)!["detail"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_counted_in_the_minutes_of_the_changes_the_answer_says_so()
    {
        var answer = await Aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order())}&wait=0s"), default);

        Assert.Equal(503, answer.StatusCode);
        Assert.EndsWith(
            "Nothing was counted in their minutes yet.", (string?)JsonNode.Parse(answer.Body)!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_in_a_segment_is_included_too()
    {
        var committer = new Committer(Store, new CommitOptions { MaxHeadBytes = 1 }, Time, new Random(1));
        await committer.CommitAsync([Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2))], ChangeSource.Kinesis, default);

        Assert.Equal(
            200, (await Aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order(1))}&wait=0s"), default)).StatusCode);
    }

    [Fact]
    public async Task A_caller_that_has_an_answer_still_waits_for_what_it_is_to_include()
    {
        await CountAsync(Some.Placed(Some.Order(1)));
        var tag = (await Aggregates.TotalsAsync(Query("window=5m"), default)).Headers["ETag"];

        var asked = await Aggregates.TotalsAsync(
            Query($"window=5m&includes={ChangeToken.Of(Some.Order(2))}&wait=0s", ifNoneMatch: tag), default);

        Assert.Equal(503, asked.StatusCode);
    }

    [Theory]
    [InlineData("includes=x", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.0.00000000000000001", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.0.0000000000000000", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.256.9f3c07a15be2d846", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.-1.9f3c07a15be2d846", "includes")]
    [InlineData("includes=noon.0.9f3c07a15be2d846", "includes")]
    [InlineData("wait=10.1s", "wait")]
    [InlineData("wait=-1s", "wait")]
    [InlineData("wait=2", "wait")]
    [InlineData("wait=s", "wait")]
    [InlineData("wait=1e3s", "wait")]
    [InlineData("wait=NaNs", "wait")]
    [InlineData("wait=Infinitys", "wait")]
    [InlineData("wait=-Infinitys", "wait")]
    [InlineData("wait=9999999999999999999999999999999999999999s", "wait")]
    public async Task A_wait_that_breaks_a_rule_is_refused_by_name(string query, string parameter)
    {
        var answer = await Aggregates.TotalsAsync(Query($"window=5m&{query}"), default);

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal([parameter], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Theory]
    [InlineData(20, 200)]
    [InlineData(21, 400)]
    public async Task At_most_twenty_changes_can_be_asked_for(int count, int status)
    {
        var orders = Enumerable.Range(1, count).Select(number => Some.Order(number)).ToList();
        await CountAsync([.. orders.Select(Some.Placed)]);

        var answer = await Aggregates.TotalsAsync(Query($"window=5m&includes={string.Join(',', orders.Select(ChangeToken.Of))}"), default);

        Assert.Equal(status, answer.StatusCode);
    }
}
