using Analytics.Core.Windows;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Windows;

public class RangePlanTests
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));

    [Fact]
    public void A_long_range_is_days_and_quarters_between_minutes() => Assert.Equal(
        [
            (null, "2026-11-20T11:50Z", "2026-11-20T12:00Z"),
            (RollupLength.Quarter, "2026-11-20T12:00Z", "2026-11-21T00:00Z"),
            (RollupLength.Day, "2026-11-21T00:00Z", "2026-11-23T00:00Z"),
            (RollupLength.Quarter, "2026-11-23T00:00Z", "2026-11-23T11:00Z"),
            (null, "2026-11-23T11:00Z", "2026-11-23T11:50Z"),
        ],
        Shown(RangePlan.Cut(new MinuteRange(Noon.Plus(-3 * 1440 - 10), Noon.Plus(-10)), Some.At("11:50"), RollupLength.Day)));

    [Fact]
    public void What_is_over_for_less_than_half_an_hour_is_read_by_the_minute() => Assert.Equal(
        [(RollupLength.Quarter, "2026-11-23T06:00Z", "2026-11-23T11:30Z"), (null, "2026-11-23T11:30Z", "2026-11-23T12:00Z")],
        Shown(RangePlan.Cut(new MinuteRange(Noon.Plus(-360), Noon), Some.At("12:14:59"), RollupLength.Day)));

    [Theory]
    [InlineData(180, null)] // minutes are wanted
    [InlineData(179, RollupLength.Day)] // too short to be worth it
    public void Some_ranges_are_minutes_only(long minutes, RollupLength? longest) => Assert.Equal(
        [new RangePart(null, new MinuteRange(Noon.Plus(-minutes), Noon))],
        RangePlan.Cut(new MinuteRange(Noon.Plus(-minutes), Noon), Some.At("23:00"), longest));

    [Fact]
    public void The_parts_are_the_range_and_rollups_lie_on_their_grid_and_are_settled() =>
        Gen.Select(Gen.Long[-5000, 5000], Gen.Long[1, 400 * 1440], Gen.Long[-100_000, 100_000], Gen.Int[0, 2]).Sample((
            from, length, now, longest) =>
        {
            var range = new MinuteRange(Noon.Plus(from), Noon.Plus(from + length));
            var settled = Noon.Plus(now - 40);
            var parts = RangePlan.Cut(
                range, Noon.Plus(now).Start, longest switch { 0 => null, 1 => RollupLength.Quarter, _ => RollupLength.Day });

            Assert.Equal(range.From, parts[0].Minutes.From);
            Assert.Equal(range.To, parts[^1].Minutes.To);
            Assert.All(parts.Skip(1).Zip(parts), pair => Assert.Equal(pair.Second.Minutes.To, pair.First.Minutes.From));
            Assert.All(parts.Where(part => part.Rollups is not null), part =>
            {
                Assert.Equal(RollupPeriod.Floor(part.Rollups!.Value, part.Minutes.From), part.Minutes.From);
                Assert.Equal(RollupPeriod.Floor(part.Rollups.Value, part.Minutes.To), part.Minutes.To);
                Assert.True(part.Minutes.To <= settled);
            });
        });

    // Two months in Berlin, which begin at 23:00Z and 22:00Z.
    [Fact]
    public void Months_of_a_zone_are_days_with_quarters_at_their_edges() => Assert.Equal(
        [
            (RollupLength.Quarter, "2026-09-30T22:00Z", "2026-10-01T00:00Z"),
            (RollupLength.Day, "2026-10-01T00:00Z", "2026-10-31T00:00Z"),
            (RollupLength.Quarter, "2026-10-31T00:00Z", "2026-11-01T00:00Z"),
            (RollupLength.Day, "2026-11-01T00:00Z", "2026-11-10T00:00Z"),
        ],
        Shown(RangePlan.CutBySteps(
            Range("2026-09-30T22:00Z", "2026-11-10T00:00Z"), Minutes("2026-09-30T22:00Z 2026-10-31T23:00Z"), Some.At("12:00"))));

    [Theory]
    [InlineData("2026-10-01T00:00Z 2026-11-01T00:00Z", RollupLength.Day)] // months in UTC
    [InlineData("2026-10-29T00:00Z", RollupLength.Day)] // one step
    [InlineData("2026-10-30T22:00Z 2026-10-31T22:00Z 2026-11-01T22:00Z", RollupLength.Quarter)] // days in a zone
    [InlineData("2026-10-31T10:00Z 2026-10-31T10:05Z 2026-10-31T10:10Z", null)]
    public void Other_steps_are_read_by_the_longest_rollups_that_fit(string starts, RollupLength? longest)
    {
        var range = Range("2026-10-31T10:00Z", "2026-11-02T10:00Z");

        Assert.Equal(
            RangePlan.Cut(range, Some.At("12:00"), longest), RangePlan.CutBySteps(range, Minutes(starts), Some.At("12:00")));
    }

    [Fact]
    public void By_steps_the_parts_are_the_range_and_no_rollup_has_minutes_of_two_steps() =>
        Gen.Select(Gen.Long[0, 5000], Gen.Long[1, 90 * 1440], Gen.Long[1, 40 * 1440].Array[0, 20], Gen.Int[0, 2]).Sample((
            before, length, lengths, grain) =>
        {
            var range = new MinuteRange(Noon, Noon.Plus(length));
            var starts = new List<Minute> { Noon.Plus(-before) };
            foreach (var step in lengths)
            {
                var start = starts[^1].Plus(step);
                starts.Add(new Minute(start.Number - start.Number % (grain switch { 0 => 1, 1 => 15, _ => 1440 })));
            }

            starts = [.. starts.Distinct().Order()];
            var parts = RangePlan.CutBySteps(range, starts, range.To.Plus(100).Start);

            Assert.Equal((range.From, range.To), (parts[0].Minutes.From, parts[^1].Minutes.To));
            Assert.All(parts.Skip(1).Zip(parts), pair => Assert.Equal(pair.Second.Minutes.To, pair.First.Minutes.From));
            foreach (var part in parts.Where(part => part.Rollups is not null))
            {
                var periods = RollupPeriod.In(part.Rollups!.Value, part.Minutes).ToList();
                Assert.Equal(part.Minutes, new MinuteRange(periods[0].Start, periods[^1].End));
                Assert.All(periods, period => Assert.DoesNotContain(starts, start => start > period.Start && start < period.End));
            }
        });

    [Theory]
    [InlineData("12:04", "12:24:59", 0)] // its quarter is over, but not for long
    [InlineData("12:04", "12:25", 1)] // the quarter is over, the day is not
    [InlineData("23:59", "24:10", 2)]
    public void A_change_makes_stale_what_is_over_for_ten_minutes(string minute, string now, int periods)
    {
        var at = now == "24:10" ? Some.Day.AddDays(1).AddMinutes(10) : Some.At(now);
        var over = RollupPeriod.Over(Minute.Of(Some.At(minute)), at);

        Assert.Equal(new[] { RollupLength.Quarter, RollupLength.Day }.Take(periods), over.Select(period => period.Length));
        Assert.All(over, period => Assert.True(period.Minutes.Contains(Minute.Of(Some.At(minute)))));
    }

    private static MinuteRange Range(string from, string to) => new(Minutes(from)[0], Minutes(to)[0]);

    private static List<Minute> Minutes(string times) =>
        [.. times.Split(' ').Select(time => Minute.TryParse(time, out var minute) ? minute : throw new FormatException(time))];

    private static IEnumerable<(RollupLength?, string, string)> Shown(IEnumerable<RangePart> parts) =>
        parts.Select(part => (part.Rollups, part.Minutes.From.ToString(), part.Minutes.To.ToString()));
}
