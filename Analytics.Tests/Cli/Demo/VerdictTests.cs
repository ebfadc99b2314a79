using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class VerdictTests
{
    // What the API counts; what the demo knew for some seconds; what it knows now; orders without an answer.
    [Theory]
    [InlineData("10/1", "10/1", "10/1", 0, "ok")]                          // equal
    [InlineData("10/1", "12/0", "10/1", 0, "ok")]                          // equal now, whatever it was
    [InlineData("10/1", "10/1", "14/1", 0, "ok, 4 under way")]             // the last seconds are still coming
    [InlineData("10/1", "11/1", "14/1", 0, "1 order missing")]            // known for long, not counted
    [InlineData("11/0", "10/1", "10/1", 0, "1 cancellation missing")]     // the order is there, its cancellation is not
    [InlineData("11/1", "10/1", "10/1", 1, "ok")]                          // counted before the answer came
    [InlineData("12/1", "10/1", "10/1", 1, "1 more by others")]            // someone else orders too
    [InlineData("9/2", "10/1", "10/1", 0, "ok")]                           // cancelled before the answer came
    public void Totals_are_judged_between_what_was_and_what_is_known(
        string answer, string before, string now, long uncertain, string expected) =>
        Assert.Equal(expected, Verdict.Of(Totals(answer), Totals(before), Totals(now), uncertain));

    private static ShopTotals Totals(string text)
    {
        var numbers = text.Split('/').Select(long.Parse).ToArray();
        return new ShopTotals(numbers[0], numbers[1], numbers[0], new Dictionary<string, decimal> { ["USD"] = numbers[0] * 5 });
    }
}
