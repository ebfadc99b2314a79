using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Core.Windows;
using Analytics.Functions.Alerts;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>A trial says when the rule held at the beginning of a minute, as plain sums over all orders say it.</summary>
public class AlertTrialTests
{
    private const int Day = 1440;

    // New York is 5 hours behind UTC on all days of the test.
    private static readonly Dictionary<string, int> Zones = new() { ["UTC"] = 0, ["America/New_York"] = -300 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_trial_rings_when_the_rule_held(int seed)
    {
        var random = new Random(seed);
        var shop = new AlertShop();
        var sold = new List<Sale>();
        for (var number = 0; number < 150; number++)
        {
            var sale = new Sale(Minute.Of(Some.Day).Plus(-random.Next(9 * Day)), random.Next(2) == 0 ? "tea" : "mug", 1 + random.Next(5));
            sold.Add(sale);
            var ago = (int)((Minute.Of(Some.Day).Number - sale.At.Number + Day - 1) / Day);
            await shop.SellAsync($"{sale.At.Start:HH:mm}", sale.Units, sale.Sku, ago);
        }

        var zone = Zones.Keys.ElementAt(random.Next(2));
        var alert = new Alert("a", RandomRule(random), Some.Day)
        {
            TimeZone = zone,
            Hours = random.Next(3) == 0 ? new AlertHours(new TimeOnly(random.Next(24), 0), new TimeOnly(random.Next(24), 30)) : null,
        };
        var trial = await new AlertTrial(shop.Minutes).RunAsync(alert, 1, Some.Day, default);

        Assert.Equal(Day, trial.Range.Minutes);
        Assert.Equal(
            Expected(trial.Range, minute => Holds(alert, minute, Zones[zone], sold)), trial.Rings.Select(ring => (ring.Since, ring.Until)));
    }

    [Fact]
    public async Task A_trial_begins_with_the_first_day_of_the_shop()
    {
        var shop = new AlertShop();
        await shop.SellAsync("10:00", daysAgo: 1);

        var trial = await new AlertTrial(shop.Minutes).RunAsync(
            new Alert("a", new AlertRule.NoSales(60), Some.Day), 7, Some.At("12:00:05"), default);

        var yesterday = Minute.Of(Some.Day.AddDays(-1));
        Assert.Equal(yesterday, trial.Range.From);
        Assert.Equal(
            [(yesterday, (Minute?)yesterday.Plus(10 * 60 + 1)), (yesterday.Plus(11 * 60 + 1), null)],
            trial.Rings.Select(ring => (ring.Since, ring.Until)));
    }

    [Fact]
    public async Task Without_orders_there_is_nothing_to_try()
    {
        var trial = await new AlertTrial(new AlertShop().Minutes).RunAsync(
            new Alert("a", new AlertRule.ItemAbove(null, 0, 60), Some.Day), 14, Some.At("12:00"), default);

        Assert.Equal((14 * Day, 0), (trial.Range.Minutes, trial.Rings.Count));
    }

    private static AlertRule RandomRule(Random random) => random.Next(3) switch
    {
        0 => new AlertRule.NoSales(1 + random.Next(120)),
        1 => new AlertRule.Below(
            random.Next(2) == 0 ? SalesFigure.Orders : new SalesFigure(SalesMeasure.Revenue, Some.Usd), 20 + random.Next(150),
            random.Next(2) == 0 ? "lastWeek" : "yesterday"),
        _ => new AlertRule.ItemAbove(random.Next(2) == 0 ? "tea" : null, random.Next(8), 1 + random.Next(240)),
    };

    private static bool Holds(Alert alert, Minute minute, int offset, List<Sale> sold)
    {
        var clock = ((minute.Number + offset) % Day + Day) % Day;
        var open = alert.Hours is not { } hours ? 0 : MinutesOf(hours.From);
        if (alert.Hours is { } some && !some.Contains(new TimeOnly((int)clock / 60, (int)clock % 60)))
        {
            return false;
        }

        var sinceOpening = ((clock - open) % Day + Day) % Day;
        switch (alert.Rule)
        {
            case AlertRule.NoSales(var minutes):
                return (alert.Hours is null || sinceOpening >= minutes) && !Between(minute.Plus(-minutes), minute).Any();
            case AlertRule.Below(var figure, var percent, var compare):
                var days = compare == "yesterday" ? 1 : 7;
                var (now, then) = (
                    Sum(figure, Between(minute.Plus(-clock), minute)),
                    Sum(figure, Between(minute.Plus(-clock - days * Day), minute.Plus(-days * Day))));
                return now * 100 < then * percent;
            case AlertRule.ItemAbove(var sku, var units, var minutes):
                return Between(minute.Plus(-minutes), minute).Where(sale => sku is null || sale.Sku == sku)
                    .GroupBy(sale => sale.Sku).Any(item => item.Sum(sale => sale.Units) > units);
            default:
                throw new InvalidOperationException();
        }

        IEnumerable<Sale> Between(Minute from, Minute to) => sold.Where(sale => from <= sale.At && sale.At < to);
    }

    private static long Sum(SalesFigure figure, IEnumerable<Sale> sales) =>
        figure.Measure == SalesMeasure.Orders ? sales.Count() : sales.Sum(sale => sale.Units * 350L);

    private static int MinutesOf(TimeOnly time) => time.Hour * 60 + time.Minute;

    private static List<(Minute Since, Minute? Until)> Expected(MinuteRange range, Func<Minute, bool> holds)
    {
        var rings = new List<(Minute Since, Minute? Until)>();
        var isRinging = false;
        for (var minute = range.From; minute <= range.To; minute = minute.Plus(1))
        {
            if (holds(minute) == isRinging)
            {
                continue;
            }

            isRinging = !isRinging;
            if (isRinging)
            {
                rings.Add((minute, null));
            }
            else
            {
                rings[^1] = (rings[^1].Since, minute);
            }
        }

        return rings;
    }

    private sealed record Sale(Minute At, string Sku, int Units);
}
