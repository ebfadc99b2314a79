using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using NodaTime;
using Xunit;
using Calendar = Analytics.Functions.Aggregates.Calendar;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>Windows and steps in real zones. The transitions are those of the IANA time zone database.</summary>
public class CalendarTests
{
    // 2026-11-23 is a Monday.
    [Theory]
    [InlineData("UTC", "2026-11-23T12:04Z", "today", "2026-11-23T00:00Z", "2026-11-23T12:05Z")]
    [InlineData("UTC", "2026-11-23T00:00Z", "today", "2026-11-23T00:00Z", "2026-11-23T00:01Z")]
    [InlineData("UTC", "2026-11-23T12:04Z", "yesterday", "2026-11-22T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", "2026-11-23T12:04Z", "thisWeek", "2026-11-23T00:00Z", "2026-11-23T12:05Z")]
    [InlineData("UTC", "2026-11-22T23:59Z", "thisWeek", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", "2026-11-23T12:04Z", "lastWeek", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", "2026-11-23T12:04Z", "thisMonth", "2026-11-01T00:00Z", "2026-11-23T12:05Z")]
    [InlineData("UTC", "2026-03-31T12:04Z", "lastMonth", "2026-02-01T00:00Z", "2026-03-01T00:00Z")]
    [InlineData("UTC", "2026-01-31T12:04Z", "lastMonth", "2025-12-01T00:00Z", "2026-01-01T00:00Z")]
    [InlineData("UTC", "2028-12-31T23:59Z", "thisYear", "2028-01-01T00:00Z", "2029-01-01T00:00Z")]
    // The day, the week, the month and the year of the zone, not those of UTC.
    [InlineData("Asia/Kolkata", "2026-11-22T18:30Z", "today", "2026-11-22T18:30Z", "2026-11-22T18:31Z")]
    [InlineData("Asia/Kolkata", "2026-11-22T18:29Z", "today", "2026-11-21T18:30Z", "2026-11-22T18:30Z")]
    [InlineData("Asia/Kathmandu", "2026-11-23T12:04Z", "lastWeek", "2026-11-15T18:15Z", "2026-11-22T18:15Z")]
    [InlineData("America/New_York", "2026-11-01T03:59Z", "thisMonth", "2026-10-01T04:00Z", "2026-11-01T04:00Z")]
    [InlineData("America/New_York", "2026-11-23T12:04Z", "thisMonth", "2026-11-01T04:00Z", "2026-11-23T12:05Z")]
    [InlineData("Asia/Tokyo", "2025-12-31T15:00Z", "thisYear", "2025-12-31T15:00Z", "2025-12-31T15:01Z")]
    // Days of 23 and 25 hours, and what contains them.
    [InlineData("Europe/Berlin", "2026-03-29T12:00Z", "today", "2026-03-28T23:00Z", "2026-03-29T12:01Z")]
    [InlineData("Europe/Berlin", "2026-03-30T12:00Z", "yesterday", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [InlineData("Europe/Berlin", "2026-10-26T12:00Z", "yesterday", "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    [InlineData("Europe/Berlin", "2026-10-26T12:00Z", "lastWeek", "2026-10-18T22:00Z", "2026-10-25T23:00Z")]
    [InlineData("Europe/Berlin", "2026-11-23T12:04Z", "lastMonth", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    // Midnight does not exist: 00:00 becomes 01:00.
    [InlineData("America/Havana", "2026-03-08T12:00Z", "today", "2026-03-08T05:00Z", "2026-03-08T12:01Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T12:00Z", "today", "2018-11-04T03:00Z", "2018-11-04T12:01Z")]
    // Midnight comes twice: 01:00 becomes 00:00.
    [InlineData("America/Havana", "2024-11-03T05:30Z", "today", "2024-11-03T04:00Z", "2024-11-03T05:31Z")]
    [InlineData("America/Havana", "2024-11-05T12:04Z", "lastWeek", "2024-10-28T04:00Z", "2024-11-04T05:00Z")]
    // 00:00 becomes 23:00 of the day before, which goes on.
    [InlineData("America/Sao_Paulo", "2018-02-18T02:30Z", "today", "2018-02-17T02:00Z", "2018-02-18T02:31Z")]
    // 00:01 becomes 23:01: the day that had begun goes on, whatever the clock shows.
    [InlineData("America/St_Johns", "2006-10-29T03:00Z", "today", "2006-10-29T02:30Z", "2006-10-29T03:01Z")]
    [InlineData("America/St_Johns", "2006-10-29T03:00Z", "yesterday", "2006-10-28T02:30Z", "2006-10-29T02:30Z")]
    // 30 December 2011 did not exist: the day before the 31st was the 29th.
    [InlineData("Pacific/Apia", "2011-12-31T02:00Z", "yesterday", "2011-12-29T10:00Z", "2011-12-30T10:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-06T00:00Z", "yesterday", "2026-04-04T13:00Z", "2026-04-05T13:30Z")]
    public void A_word_names_a_span_of_the_zones_calendar(string zone, string now, string word, string from, string to) =>
        Assert.Equal(new MinuteRange(At(from), At(to)), CalendarWindow.SpanAt(word, In(zone), At(now))!.Minutes);

    [Theory]
    [InlineData("UTC", "5m", "2026-11-23T11:58Z", "2026-11-23T12:06Z",
        "2026-11-23T11:55Z 2026-11-23T12:00Z 2026-11-23T12:05Z | 2026-11-23T12:10Z")]
    [InlineData("UTC", "1w", "2026-11-23T00:00Z", "2026-11-30T00:00Z", "2026-11-23T00:00Z | 2026-11-30T00:00Z")]
    [InlineData("UTC", "1w", "2026-11-22T23:59Z", "2026-11-23T00:01Z", "2026-11-16T00:00Z 2026-11-23T00:00Z | 2026-11-30T00:00Z")]
    [InlineData("UTC", "1mo", "2025-12-31T12:00Z", "2026-02-01T00:01Z",
        "2025-12-01T00:00Z 2026-01-01T00:00Z 2026-02-01T00:00Z | 2026-03-01T00:00Z")]
    // Hours that do not begin with those of UTC.
    [InlineData("Asia/Kolkata", "1h", "2026-11-23T12:00Z", "2026-11-23T13:00Z",
        "2026-11-23T17:00+05:30 2026-11-23T18:00+05:30 | 2026-11-23T19:00+05:30")]
    [InlineData("Asia/Kathmandu", "1h", "2026-11-23T12:15Z", "2026-11-23T13:15Z", "2026-11-23T18:00+05:45 | 2026-11-23T19:00+05:45")]
    [InlineData("Asia/Kathmandu", "15m", "2026-11-23T12:15Z", "2026-11-23T12:30Z", "2026-11-23T18:00+05:45 | 2026-11-23T18:15+05:45")]
    // An hour that comes twice is two points, and one that is skipped is none.
    [InlineData("Europe/Berlin", "1h", "2026-10-24T23:00Z", "2026-10-25T03:00Z",
        "2026-10-25T01:00+02:00 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00 | 2026-10-25T04:00+01:00")]
    [InlineData("Europe/Berlin", "1h", "2026-03-29T00:00Z", "2026-03-29T02:00Z",
        "2026-03-29T01:00+01:00 2026-03-29T03:00+02:00 | 2026-03-29T04:00+02:00")]
    [InlineData("America/New_York", "1h", "2026-11-01T05:00Z", "2026-11-01T07:00Z",
        "2026-11-01T01:00-04:00 2026-11-01T01:00-05:00 | 2026-11-01T02:00-05:00")]
    // Half an hour back at 02:00, and half an hour forward at 02:00.
    [InlineData("Australia/Lord_Howe", "1h", "2026-04-04T14:00Z", "2026-04-04T16:00Z",
        "2026-04-05T01:00+11:00 2026-04-05T01:30+10:30 2026-04-05T02:00+10:30 | 2026-04-05T03:00+10:30")]
    [InlineData("Australia/Lord_Howe", "1h", "2026-10-03T14:30Z", "2026-10-03T16:30Z",
        "2026-10-04T01:00+10:30 2026-10-04T02:30+11:00 2026-10-04T03:00+11:00 | 2026-10-04T04:00+11:00")]
    // Days of 25 and 23 hours, without a midnight, and with two.
    [InlineData("Europe/Berlin", "1d", "2026-10-25T12:00Z", "2026-10-26T12:00Z",
        "2026-10-25T00:00+02:00 2026-10-26T00:00+01:00 | 2026-10-27T00:00+01:00")]
    [InlineData("America/Havana", "1d", "2026-03-07T12:00Z", "2026-03-08T12:00Z",
        "2026-03-07T00:00-05:00 2026-03-08T01:00-04:00 | 2026-03-09T00:00-04:00")]
    [InlineData("America/Havana", "1d", "2024-11-02T12:00Z", "2024-11-03T06:00Z",
        "2024-11-02T00:00-04:00 2024-11-03T00:00-04:00 | 2024-11-04T00:00-05:00")]
    [InlineData("America/Havana", "1h", "2024-11-03T04:00Z", "2024-11-03T06:00Z",
        "2024-11-03T00:00-04:00 2024-11-03T00:00-05:00 | 2024-11-03T01:00-05:00")]
    // The zone skipped a day: no point, and a shorter week.
    [InlineData("Pacific/Apia", "1d", "2011-12-29T12:00Z", "2011-12-31T00:00Z",
        "2011-12-29T00:00-10:00 2011-12-31T00:00+14:00 | 2012-01-01T00:00+14:00")]
    [InlineData("Pacific/Apia", "1w", "2011-12-29T12:00Z", "2011-12-31T00:00Z", "2011-12-26T00:00-10:00 | 2012-01-02T00:00+14:00")]
    [InlineData("America/New_York", "1mo", "2026-11-23T00:00Z", "2026-11-24T00:00Z",
        "2026-11-01T00:00-04:00 | 2026-12-01T00:00-05:00")]
    public void A_series_has_every_step_that_its_range_touches(string zone, string step, string from, string to, string expected)
    {
        var calendar = In(zone);
        var boundaries = calendar.Boundaries(SeriesStep.Parse(step)!, new MinuteRange(At(from), At(to)));

        Assert.Equal(
            expected, $"{string.Join(' ', boundaries.SkipLast(1).Select(calendar.Format))} | {calendar.Format(boundaries[^1])}");
    }

    [Theory]
    [InlineData("60m", "1h")]
    [InlineData("24h", "1d")]
    [InlineData("1w", "1w")]
    [InlineData("7d", null)] // a week begins on Monday, seven days anywhere
    [InlineData("1M", null)]
    [InlineData("2h", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_step_is_one_of_seven(string? text, string? name) => Assert.Equal(name, SeriesStep.Parse(text)?.Name);

    [Theory]
    [InlineData("UTC+01:02:03")] // known to NodaTime only
    [InlineData("europe/berlin")]
    [InlineData("")]
    public void What_is_no_IANA_zone_is_not_found(string id) => Assert.Null(ZoneCalendar.Find(id));

    // In all zones, at each hour and in the minutes around each transition of two years.
    [Fact]
    public void A_day_of_any_zone_begins_where_its_date_is_shown_first()
    {
        foreach (var id in ZoneCalendar.Ids)
        {
            var (calendar, zone) = (In(id), DateTimeZoneProviders.Tzdb[id]);
            var (start, end) = (Instant.FromUtc(2025, 6, 1, 0, 0), Instant.FromUtc(2027, 6, 1, 0, 0));
            var moments = zone.GetZoneIntervals(start, end).Where(interval => interval.HasEnd && interval.End < end)
                .SelectMany(interval => Enumerable.Range(-3, 6).Select(step => interval.End + NodaTime.Duration.FromMinutes(step * 31)))
                .Append(start);
            foreach (var moment in moments)
            {
                var minute = Minute.Of(moment.ToDateTimeOffset());
                var date = moment.InZone(zone).Date.ToDateOnly();
                var first = calendar.StartOf(date);

                Assert.Equal(date, calendar.DayOf(minute));
                Assert.Equal((date, true), (DateAt(first, zone), DateAt(first.Plus(-1), zone) < date));
            }
        }
    }

    internal static Minute At(string time) => Minute.Of(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

    internal static Calendar In(string zone) => zone == "UTC" ? Calendar.Utc : ZoneCalendar.Find(zone)!;

    private static DateOnly DateAt(Minute minute, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(minute.Start).InZone(zone).Date.ToDateOnly();
}
