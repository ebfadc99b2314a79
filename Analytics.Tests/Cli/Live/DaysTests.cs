using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Cli.Live;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;

namespace Analytics.Tests.Cli.Live;

/// <summary>
/// Days in real zones. A local time that occurs twice is its first occurrence (RFC 5545, 3.3.5); a day without a midnight begins at its
/// first moment. The transitions are those of the IANA time zone database.
/// </summary>
public partial class DaysTests
{
    [Theory]
    [InlineData("2026-11-23T12:34:56Z", "UTC", "2026-11-22T00:00 2026-11-22T12:35 2026-11-23T00:00 2026-11-23T12:35")]
    [InlineData("2026-11-23T22:34:56Z", "Asia/Kolkata", "2026-11-22T18:30 2026-11-22T22:35 2026-11-23T18:30 2026-11-23T22:35")]
    [InlineData("2026-11-23T18:20:00Z", "Asia/Kathmandu", "2026-11-22T18:15 2026-11-22T18:21 2026-11-23T18:15 2026-11-23T18:21")]
    // Yesterday had 25 hours, then 23.
    [InlineData("2026-10-25T23:10:00Z", "Europe/Berlin", "2026-10-24T22:00 2026-10-24T22:11 2026-10-25T23:00 2026-10-25T23:11")]
    [InlineData("2026-03-30T21:59:30Z", "Europe/Berlin", "2026-03-28T23:00 2026-03-29T22:00 2026-03-29T22:00 2026-03-30T22:00")]
    // The clock was put back this morning: by 14:00 yesterday is 14 hours, not the 15 that have passed today.
    [InlineData("2026-10-25T13:00:00Z", "Europe/Berlin", "2026-10-23T22:00 2026-10-24T12:01 2026-10-24T22:00 2026-10-25T13:01")]
    // 01:00 becomes 00:00: before, within and after the repeated hour, and the day after.
    [InlineData("2024-11-03T04:30:00Z", "America/Havana", "2024-11-02T04:00 2024-11-02T04:31 2024-11-03T04:00 2024-11-03T04:31")]
    [InlineData("2024-11-03T05:00:00Z", "America/Havana", "2024-11-02T04:00 2024-11-02T04:01 2024-11-03T04:00 2024-11-03T05:01")]
    [InlineData("2024-11-03T05:30:00Z", "America/Havana", "2024-11-02T04:00 2024-11-02T04:31 2024-11-03T04:00 2024-11-03T05:31")]
    [InlineData("2024-11-04T17:00:00Z", "America/Havana", "2024-11-03T04:00 2024-11-03T17:01 2024-11-04T05:00 2024-11-04T17:01")]
    [InlineData("2026-10-25T01:30:00Z", "Atlantic/Azores", "2026-10-24T00:00 2026-10-24T00:31 2026-10-25T00:00 2026-10-25T01:31")]
    // 00:00 becomes 01:00.
    [InlineData("2026-03-08T12:00:00Z", "America/Havana", "2026-03-07T05:00 2026-03-07T13:01 2026-03-08T05:00 2026-03-08T12:01")]
    [InlineData("2026-03-29T12:00:00Z", "Atlantic/Azores", "2026-03-28T01:00 2026-03-28T13:01 2026-03-29T01:00 2026-03-29T12:01")]
    [InlineData("2018-11-04T12:00:00Z", "America/Sao_Paulo", "2018-11-03T03:00 2018-11-03T13:01 2018-11-04T03:00 2018-11-04T12:01")]
    [InlineData("2026-03-29T09:00:00Z", "Asia/Beirut", "2026-03-27T22:00 2026-03-28T10:01 2026-03-28T22:00 2026-03-29T09:01")]
    [InlineData("2026-04-24T09:00:00Z", "Africa/Cairo", "2026-04-22T22:00 2026-04-23T10:01 2026-04-23T22:00 2026-04-24T09:01")]
    // 00:00 becomes 23:00 of the day before, which goes on.
    [InlineData("2018-02-18T02:30:00Z", "America/Sao_Paulo", "2018-02-16T02:00 2018-02-17T01:31 2018-02-17T02:00 2018-02-18T02:31")]
    [InlineData("2026-10-29T20:30:00Z", "Africa/Cairo", "2026-10-27T21:00 2026-10-28T20:31 2026-10-28T21:00 2026-10-29T20:31")]
    // 00:01 becomes 23:01: the repeated hour, and the day after it.
    [InlineData("2006-10-29T03:00:00Z", "America/St_Johns", "2006-10-27T02:30 2006-10-28T02:01 2006-10-28T02:30 2006-10-29T03:01")]
    [InlineData("2006-10-29T12:00:00Z", "America/St_Johns", "2006-10-28T02:30 2006-10-28T11:01 2006-10-29T02:30 2006-10-29T12:01")]
    // Half an hour back, and 23:30 to 00:30.
    [InlineData("2026-04-06T00:00:00Z", "Australia/Lord_Howe", "2026-04-04T13:00 2026-04-05T00:01 2026-04-05T13:30 2026-04-06T00:01")]
    [InlineData("1919-03-31T12:00:00Z", "America/Toronto", "1919-03-30T05:00 1919-03-30T13:01 1919-03-31T04:30 1919-03-31T12:01")]
    // 30 December 2011 did not exist: the day before the 31st was the 29th.
    [InlineData("2011-12-31T02:00:00Z", "Pacific/Apia", "2011-12-29T10:00 2011-12-30T02:01 2011-12-30T10:00 2011-12-31T02:01")]
    public void A_day_begins_at_its_first_moment(string now, string zone, string yesterdaySoFarTodayNow)
    {
        var at = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        var moments = yesterdaySoFarTodayNow.Split(' ');

        Assert.Equal(
            (Query(moments[2], moments[3]), Query(moments[0], moments[2]), Query(moments[0], moments[1])),
            (Days.Today(at, Days.Zone(zone)), Days.Yesterday(at, Days.Zone(zone)), Days.YesterdaySoFar(at, Days.Zone(zone))));
    }

    [Fact]
    public void In_every_zone_at_any_time_no_range_is_empty_and_yesterday_ends_where_today_begins()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero);
        var moments = Enumerable.Range(0, 365 * 48 / 7).Select(index => start.AddMinutes(30 * 7 * index)).ToList();
        var zones = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .DistinctBy(zone => string.Join(' ', Intervals(zone).Select(interval => $"{End(interval)} {interval.WallOffset}")));
        foreach (var zone in zones)
        {
            foreach (var now in moments.Concat(AroundTransitions(zone)))
            {
                var (today, yesterday, soFar) = (
                    Range(Days.Today(now, zone)), Range(Days.Yesterday(now, zone)), Range(Days.YesterdaySoFar(now, zone)));
                Assert.True(
                    today.From <= now && now < today.To && yesterday.From < yesterday.To && yesterday.To == today.From
                        && soFar.From == yesterday.From && soFar.From < soFar.To && soFar.To <= yesterday.To,
                    $"{zone.Id} at {now:o}: {today}, {yesterday}, {soFar}");
            }
        }
    }

    [Theory]
    [InlineData("Atlantis/Capital")]
    [InlineData("")]
    [InlineData(null)]
    public void A_zone_that_is_not_in_the_database_is_UTC(string? name) => Assert.Equal(DateTimeZone.Utc, Days.Zone(name));

    // A browser may report an older name of a zone.
    [Fact]
    public void A_zone_has_its_older_names() =>
        Assert.Equal(Days.Zone("Asia/Kolkata").MaxOffset, Days.Zone("Asia/Calcutta").MaxOffset);

    private static string Query(string from, string to) => $"from={from}Z&to={to}Z";

    private static IEnumerable<DateTimeOffset> AroundTransitions(DateTimeZone zone) =>
        Intervals(zone).Select(End).OfType<Instant>()
            .SelectMany(end => Enumerable.Range(-130, 260).Select(minute => end.ToDateTimeOffset().AddMinutes(minute)));

    private static IEnumerable<ZoneInterval> Intervals(DateTimeZone zone) =>
        zone.GetZoneIntervals(Instant.FromUtc(2025, 12, 31, 0, 0), Instant.FromUtc(2027, 1, 2, 0, 0));

    private static Instant? End(ZoneInterval interval) =>
        interval.HasEnd && interval.End < Instant.FromUtc(2027, 1, 2, 0, 0) ? interval.End : null;

    private static (DateTimeOffset From, DateTimeOffset To) Range(string query)
    {
        var match = RangePattern().Match(query);
        return (DateTimeOffset.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^from=(.*)&to=(.*)$")]
    private static partial Regex RangePattern();
}
