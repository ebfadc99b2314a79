using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The calendar of a time zone: when its days begin, how it divides a range into steps, and how it writes a minute.</summary>
internal abstract class Calendar
{
    /// <summary>The calendar of UTC. It does not load time zone data.</summary>
    public static Calendar Utc { get; } = new UtcCalendar();

    /// <summary>IANA id of the zone; null for UTC.</summary>
    public abstract string? TimeZone { get; }

    /// <summary>
    /// The first minute of a day, which is not midnight where the clock skips it, and the first midnight where it comes twice. Of a day
    /// that the zone skipped, the first minute of the day after it.
    /// </summary>
    public abstract Minute StartOf(DateOnly day);

    /// <summary>
    /// What the clocks show at the beginning of a minute. While they show times once more after having been set back: what they showed
    /// before that.
    /// </summary>
    public abstract DateTime ClockAt(Minute minute);

    /// <summary>The first minute in which the clocks show a time; the first after the gap if they skip it.</summary>
    public abstract Minute At(DateTime clock);

    /// <summary>Writes a minute in ISO 8601, with <c>Z</c> in UTC and else with the offset that the zone has then.</summary>
    public abstract string Format(Minute minute);

    /// <summary>The day that contains a minute: the last day that has begun.</summary>
    /// <remarks>If the clock goes back over midnight, it shows the day before once more; that is part of the day that has begun.</remarks>
    public DateOnly DayOf(Minute minute)
    {
        var shown = DateShownAt(minute);
        return StartOf(shown.AddDays(1)) <= minute ? shown.AddDays(1) : shown;
    }

    /// <summary>
    /// The first minutes of all steps that overlap a range, in order, and as the last element the first minute after them.
    /// </summary>
    public IReadOnlyList<Minute> Boundaries(SeriesStep step, MinuteRange range)
    {
        var boundaries = new List<Minute>();
        foreach (var start in step.Unit == StepUnit.Minutes ? ClockSteps(step.Minutes!.Value, range.From) : DaySteps(step.Unit, range.From))
        {
            // A day that the zone skipped begins with the next one.
            if (boundaries.Count == 0 || boundaries[^1] < start)
            {
                boundaries.Add(start);
            }

            if (start >= range.To)
            {
                break;
            }
        }

        return boundaries;
    }

    /// <summary>The first day of the day, week or month that contains a day.</summary>
    public static DateOnly FirstDay(StepUnit unit, DateOnly day) => unit switch
    {
        StepUnit.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        StepUnit.Month => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };

    /// <summary>The date that the zone's clocks show in a minute.</summary>
    protected abstract DateOnly DateShownAt(Minute minute);

    /// <summary>First minutes of clock steps without an end; the first is that of the step that contains a minute.</summary>
    /// <remarks>Within a step, the local time divided by the length is the same, and so is the zone's offset.</remarks>
    protected abstract IEnumerable<Minute> ClockSteps(long length, Minute from);

    private IEnumerable<Minute> DaySteps(StepUnit unit, Minute from)
    {
        for (var day = FirstDay(unit, DayOf(from)); ; day = unit switch
        {
            StepUnit.Week => day.AddDays(7),
            StepUnit.Month => day.AddMonths(1),
            _ => day.AddDays(1),
        })
        {
            yield return StartOf(day);
        }
    }

    private sealed class UtcCalendar : Calendar
    {
        private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

        public override string? TimeZone => null;

        public override Minute StartOf(DateOnly day) => new((day.DayNumber - Epoch) * (long)RollupLength.Day);

        public override DateTime ClockAt(Minute minute) => minute.Start.UtcDateTime;

        public override Minute At(DateTime clock) => Minute.Of(new DateTimeOffset(clock, TimeSpan.Zero));

        public override string Format(Minute minute) => minute.ToString();

        protected override DateOnly DateShownAt(Minute minute) => DateOnly.FromDateTime(minute.Start.UtcDateTime);

        protected override IEnumerable<Minute> ClockSteps(long length, Minute from)
        {
            for (var at = new Minute(from.Number - from.Number % length); ; at = at.Plus(length))
            {
                yield return at;
            }
        }
    }
}
