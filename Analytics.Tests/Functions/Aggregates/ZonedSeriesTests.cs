using System.Globalization;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Calendars;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>
/// Series in zones against a scan: a point begins in each minute in which clock and calendar show another step than a minute before.
/// </summary>
public class ZonedSeriesTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "America/New_York",
        "America/Sao_Paulo", "Atlantic/Azores", "Africa/Cairo", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca",
    ];

    // With each step, the longest range, in minutes. At most 300 points of a short step show what there is to see.
    private static readonly (string Name, long Longest)[] StepsAndRanges =
        [("1m", 300), ("5m", 1500), ("15m", 4500), ("1h", 18_000), ("1d", 100 * 1440), ("1w", 400 * 1440), ("1mo", 400 * 1440)];

    private static readonly FakeTimeProvider Time = new(Some.At("12:04:30"));

    private readonly InMemoryMinuteStore _store = new();

    [Fact]
    public void The_points_of_any_series_are_the_range_and_each_is_a_scan_of_its_orders() =>
        Gen.Select(
            Gen.Int[0, Zones.Length - 1], Gen.Int[0, StepsAndRanges.Length - 1], Gen.Long[1, 398 * 1440], Gen.Double[0, 1],
            Gen.Select(Gens.Order, Gen.Double[0, 1]).Array[0, 30]).Sample((zone, step, ago, share, placements) =>
        {
            var (name, longest) = StepsAndRanges[step];
            var range = new MinuteRange(Now.Plus(-ago), Now.Plus(-ago).Plus(1 + (long)(share * (Math.Min(longest, ago) - 1))));
            var orders = placements.DistinctBy(placement => placement.Item1.Id)
                .Select(placement => Placed(placement.Item1, range.From.Plus((long)(placement.Item2 * range.Minutes * 1.2)))).ToList();
            var expected = Scan(name, DateTimeZoneProviders.Tzdb[Zones[zone]], range);
            var boundaries = CalendarTests.In(Zones[zone]).Boundaries(SeriesStep.Parse(name)!, range);
            Assert.Equal(expected, boundaries);

            var points = new ZonedSeriesTests().ReadAsync(orders, range, boundaries).GetAwaiter().GetResult();
            foreach (var point in expected.Zip(expected.Skip(1), (from, to) => new MinuteRange(from, to).Intersect(range)))
            {
                var within = orders.Where(order => point.Contains(Minute.Of(order.PlacedAt)));
                Assert.Equal(Model.Totals(within), Model.Of(points.TotalsOf(point)));
            }
        }, iter: 200);

    private static Minute Now => Minute.Of(Time.GetUtcNow());

    private async Task<AggregateReading> ReadAsync(List<Order> orders, MinuteRange range, IReadOnlyList<Minute> boundaries)
    {
        await new Committer(_store, new CommitOptions(), Time, new Random(1))
            .CommitAsync([.. orders.Select(Some.Placed)], ChangeSource.Kinesis, default);
        var reader = new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, Time);

        // The second reading has the rollups that the first one stored.
        await reader.ReadAsync(new ReadPlan([range], boundaries), withItems: false, default);
        return await reader.ReadAsync(new ReadPlan([range], boundaries), withItems: false, default);
    }

    private static Order Placed(Order order, Minute at) =>
        order with { PlacedAt = at.Start.AddSeconds(7), UpdatedAt = at.Start.AddSeconds(7) };

    private static List<Minute> Scan(string step, DateTimeZone zone, MinuteRange range)
    {
        // Offsets change on quarter-hours (in these years), so longer steps begin on them.
        var grain = step is "1m" or "5m" ? 1 : 15;
        var at = new Minute(range.From.Number - range.From.Number % grain);
        while (!IsStart(at))
        {
            at = at.Plus(-grain);
        }

        var starts = new List<Minute> { at };
        while (starts[^1] < range.To)
        {
            at = at.Plus(grain);
            if (IsStart(at))
            {
                starts.Add(at);
            }
        }

        return starts;

        bool IsStart(Minute minute) => Shown(step, zone, minute) != Shown(step, zone, minute.Plus(-1));
    }

    private static (long, long, Offset) Shown(string step, DateTimeZone zone, Minute minute)
    {
        var local = Instant.FromDateTimeOffset(minute.Start).InZone(zone);
        var date = local.Date;
        return step switch
        {
            "1d" => (date.Year, date.DayOfYear, default),
            "1w" => (WeekYearRules.Iso.GetWeekYear(date), WeekYearRules.Iso.GetWeekOfWeekYear(date), default),
            "1mo" => (date.Year, date.Month, default),
            "1h" => (date.DayOfYear, local.Hour, local.Offset),
            _ => (local.Hour, local.Minute / int.Parse(step[..^1], CultureInfo.InvariantCulture), local.Offset),
        };
    }
}
