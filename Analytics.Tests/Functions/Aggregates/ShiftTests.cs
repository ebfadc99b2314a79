using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using CsCheck;
using Xunit;
using Calendar = Analytics.Functions.Aggregates.Calendar;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>What is compared with what. The transitions are those of the IANA time zone database.</summary>
public class ShiftTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/Havana", "Africa/Cairo", "America/Santiago", "Atlantic/Azores",
        "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu",
    ];

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-26T11:00Z", 1, 0, "2026-10-25T11:00Z")] // noon and noon
    [InlineData("Europe/Berlin", "2026-10-25T11:00Z", 1, 0, "2026-10-24T10:00Z")] // noon and noon, 25 hours
    [InlineData("Europe/Berlin", "2026-03-30T00:30Z", 1, 0, "2026-03-29T01:00Z")] // 02:30 was skipped: 03:00
    [InlineData("Europe/Berlin", "2026-10-26T01:30Z", 1, 0, "2026-10-25T00:30Z")] // 02:30 came twice: the first
    [InlineData("Europe/Berlin", "2026-10-25T00:30Z", 1, 0, "2026-10-24T00:30Z")] // the first 02:30
    [InlineData("Europe/Berlin", "2026-10-25T01:30Z", 1, 0, "2026-10-24T01:00Z")] // the second 02:30: 03:00 had been reached
    [InlineData("Europe/Berlin", "2026-10-25T02:00Z", 1, 0, "2026-10-24T01:00Z")] // 03:00
    [InlineData("Africa/Cairo", "2026-04-23T22:00Z", 7, 0, "2026-04-16T22:00Z")] // a day that begins at 01:00, and one at 00:00
    [InlineData("Africa/Cairo", "2026-04-30T21:00Z", 7, 0, "2026-04-23T22:00Z")] // the other way round
    [InlineData("UTC", "2026-03-30T10:00Z", 0, 1, "2026-03-01T00:00Z")] // no 30 February: the end of the month
    [InlineData("UTC", "2028-02-29T10:00Z", 0, 12, "2027-03-01T00:00Z")] // nor 29 February 2027
    [InlineData("UTC", "2028-03-01T00:00Z", 0, 12, "2027-03-01T00:00Z")]
    [InlineData("UTC", "2027-03-01T00:00Z", 0, 1, "2027-02-01T00:00Z")]
    public void A_minute_is_moved_to_when_the_clocks_showed_the_same(string zone, string at, int days, int months, string expected)
    {
        var calendar = CalendarTests.In(zone);
        var shift = months == 0 ? Shift.ByDays(calendar, days) : Shift.ByMonths(calendar, months);

        Assert.Equal(At(expected), shift.Of(At(at)));
    }

    [Theory]
    [InlineData("2026-02-28", "2026-03-01", "2026-01-28", "2026-01-29")] // not all days that January has more
    [InlineData("2026-03-28", "2026-03-29", "2026-02-28", "2026-03-01")]
    [InlineData("2026-03-29", "2026-03-30", "2026-03-01", "2026-03-01")] // February has none
    public void A_day_of_a_month_is_compared_with_one_day(string from, string to, string expectedFrom, string expectedTo) => Assert.Equal(
        Days(expectedFrom, expectedTo), Shift.ByMonths(Calendar.Utc, 1).Of(Days(from, to), StepUnit.Day));

    [Fact]
    public void Spans_that_follow_each_other_still_do_so_when_they_are_moved() => Gen.Select(
        Gen.Int[0, Zones.Length - 1], Gen.Int[0, 4], Gen.Long[0, 500 * 1440], Gen.Long[0, 3000]).Sample((zone, kind, ago, length) =>
    {
        var calendar = CalendarTests.In(Zones[zone]);
        var shift = kind switch
        {
            0 => Shift.ByDays(calendar, 1), 1 => Shift.ByDays(calendar, 7), 2 => Shift.ByMonths(calendar, 1),
            3 => Shift.ByMonths(calendar, 12), _ => Shift.ByMinutes(length),
        };
        var from = At("2026-11-23T12:00Z").Plus(-ago);
        Assert.True(shift.Of(from) <= shift.Of(from.Plus(length)));
    }, iter: 20_000);

    private static Minute At(string text) => Minute.TryParse(text, out var minute) ? minute : throw new FormatException(text);

    private static MinuteRange Days(string from, string to) => new(
        Calendar.Utc.StartOf(DateOnly.Parse(from, CultureInfo.InvariantCulture)),
        Calendar.Utc.StartOf(DateOnly.Parse(to, CultureInfo.InvariantCulture)));
}
