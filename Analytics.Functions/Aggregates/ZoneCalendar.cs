using System.Globalization;
using Analytics.Core.Windows;
using NodaTime;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// The calendar of an IANA time zone, by the time zone data that NodaTime contains: the function's base image has none. The data are read
/// when the first zone is looked up.
/// </summary>
internal sealed class ZoneCalendar : Calendar
{
    private readonly DateTimeZone _zone;

    private ZoneCalendar(DateTimeZone zone) => _zone = zone;

    /// <summary>The ids of all zones.</summary>
    public static IReadOnlyList<string> Ids => DateTimeZoneProviders.Tzdb.Ids;

    /// <summary>The calendar of a zone; null if there is none with that id, which is case-sensitive.</summary>
    /// <remarks>NodaTime also knows ids for any offset, as <c>UTC+01:02:03</c>, that are no IANA zones.</remarks>
    public static ZoneCalendar? Find(string id) =>
        Ids.Contains(id) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? new ZoneCalendar(zone) : null;

    /// <inheritdoc/>
    public override string TimeZone => _zone.Id;

    /// <inheritdoc/>
    public override Minute StartOf(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <inheritdoc/>
    public override DateTime ClockAt(Minute minute)
    {
        var interval = _zone.GetZoneInterval(InstantOf(minute));
        var shown = InstantOf(minute).InZone(_zone).LocalDateTime;
        if (interval.HasStart && _zone.GetZoneInterval(interval.Start - NodaTime.Duration.Epsilon).IsoLocalEnd is var end && end > shown)
        {
            shown = end;
        }

        return shown.ToDateTimeUnspecified();
    }

    /// <inheritdoc/>
    public override Minute At(DateTime clock)
    {
        var mapping = _zone.MapLocal(LocalDateTime.FromDateTime(clock));
        return MinuteOf(mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant());
    }

    /// <inheritdoc/>
    public override string Format(Minute minute) => LocalTimeAt(minute).ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override DateOnly DateShownAt(Minute minute) => DateOnly.FromDateTime(LocalTimeAt(minute).DateTime);

    /// <inheritdoc/>
    protected override IEnumerable<Minute> ClockSteps(long length, Minute from)
    {
        for (var at = from; ;)
        {
            var interval = _zone.GetZoneInterval(InstantOf(at));
            var local = at.Number + MinutesOf(interval.WallOffset);
            var start = at.Plus(-(local % length));
            yield return interval.HasStart && start < MinuteOf(interval.Start) ? MinuteOf(interval.Start) : start;

            for (start = start.Plus(length); !interval.HasEnd || start < MinuteOf(interval.End); start = start.Plus(length))
            {
                yield return start;
            }

            at = MinuteOf(interval.End);
        }
    }

    private DateTimeOffset LocalTimeAt(Minute minute) =>
        minute.Start.ToOffset(TimeSpan.FromMinutes(MinutesOf(_zone.GetUtcOffset(InstantOf(minute)))));

    private static Instant InstantOf(Minute minute) => Instant.FromUnixTimeSeconds(minute.Number * 60);

    // Since 1972, offsets and their changes are whole minutes.
    private static Minute MinuteOf(Instant instant) => Minute.OfUnixMilliseconds(instant.ToUnixTimeMilliseconds());

    private static long MinutesOf(Offset offset) => offset.Seconds / 60;
}
