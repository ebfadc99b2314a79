namespace Analytics.Core.Windows;

/// <summary>Step length of a time series. Each step of UTC time starts at a multiple of its length since the Unix epoch.</summary>
public readonly record struct SeriesStep
{
    private static readonly long[] Allowed = [1, 5, 15, 60, 1440];

    private SeriesStep(long minutes) => Minutes = minutes;

    /// <summary>Length of a step, in minutes: 1, 5, 15, 60 or 1,440.</summary>
    public long Minutes { get; }

    /// <summary>
    /// Parses <c>1m</c>, <c>5m</c>, <c>15m</c>, <c>1h</c> or <c>1d</c>, or another notation of the same length, such as <c>60m</c>.
    /// </summary>
    public static bool TryParse(string? text, out SeriesStep step)
    {
        var read = Duration.TryParseMinutes(text, out var minutes) && Allowed.Contains(minutes);
        step = read ? new SeriesStep(minutes) : default;
        return read;
    }

    /// <summary>The first minute of the step that contains a minute.</summary>
    public Minute Floor(Minute minute) => new(minute.Number - minute.Number % Minutes);

    /// <summary>Whether a point may lack orders of its step: the range cuts the step, or the step has not ended yet.</summary>
    /// <param name="at">First minute of the step.</param>
    /// <param name="range">The range of the series.</param>
    /// <param name="asOf">The time of the answer.</param>
    public bool IsPartial(Minute at, MinuteRange range, DateTimeOffset asOf) =>
        at < range.From || at.Plus(Minutes) > range.To || at.Plus(Minutes).Start > asOf;

    /// <summary>The first minutes of all steps that overlap a range, in order.</summary>
    public IEnumerable<Minute> Over(MinuteRange range)
    {
        for (var at = Floor(range.From); at < range.To; at = at.Plus(Minutes))
        {
            yield return at;
        }
    }
}
