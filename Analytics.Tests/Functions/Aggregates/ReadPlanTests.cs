using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

public class ReadPlanTests
{
    // spans        |---- a ----|          |- c -|
    //                    |---- b ----|
    // segments     |-----|-----|-----|    |-----|
    [Theory]
    [InlineData("0-10", "", "0-10", "0")]
    [InlineData("0-10 5-15", "", "0-5 5-10 10-15", "0 5 10")]
    [InlineData("0-10 5-15 20-25", "2 7 17 22", "0-5 5-10 10-15 20-25", "0 2 5 7 10 20 22")]
    [InlineData("0-10 10-20", "10 20", "0-10 10-20", "0 10")]
    [InlineData("0-10 0-20 3-3", "", "0-10 10-20", "0 10")] // an empty span needs nothing
    [InlineData("5-10 0-3", "", "0-3 5-10", "0 5")]
    [InlineData("3-3", "", "", "")]
    public void Minutes_are_cut_so_that_each_is_read_once(string spans, string boundaries, string segments, string pieces)
    {
        var plan = new ReadPlan(
            [.. spans.Split(' ').Select(Range)],
            boundaries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Minute));

        Assert.Equal(segments, string.Join(' ', plan.Segments.Select(segment => $"{segment.From.Number}-{segment.To.Number}")));
        Assert.Equal(pieces, string.Join(' ', plan.Pieces.Select(piece => piece.Number)));
    }

    private static MinuteRange Range(string text)
    {
        var ends = text.Split('-').Select(Minute).ToList();
        return new MinuteRange(ends[0], ends[1]);
    }

    private static Minute Minute(string number) => new(long.Parse(number, CultureInfo.InvariantCulture));
}
