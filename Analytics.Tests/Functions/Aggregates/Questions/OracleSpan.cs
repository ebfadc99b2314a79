using System.Globalization;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>The minutes that a question asks for, and those that it compares them with, by the oracle's clocks.</summary>
internal sealed class OracleSpan
{
    private readonly OracleClock _clock;
    private readonly long _until;
    private readonly (int Days, int Months, long Minutes) _back;

    public OracleSpan(IReadOnlyDictionary<string, string> query, OracleClock clock, long now)
    {
        (_clock, _until) = (clock, now + 1);
        var today = clock.Day(now);
        var (monday, first) = (today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), new DateOnly(today.Year, today.Month, 1));
        var (from, to) = (query.GetValueOrDefault("from"), query.GetValueOrDefault("to"));
        var window = query.GetValueOrDefault("window", "today");
        (From, To, End, _back) = window switch
        {
            _ when from is not null && from.Length == 10 && to!.Length == 10 =>
                (Parse(from), Parse(to), Parse(to), (DateOnly.Parse(to, CultureInfo.InvariantCulture).DayNumber
                    - DateOnly.Parse(from, CultureInfo.InvariantCulture).DayNumber, 0, 0)),
            _ when from is not null => (Parse(from), Parse(to!), Parse(to!), (0, 0, Parse(to!) - Parse(from))),
            "today" => Word(today, null, today.AddDays(1), (1, 0, 0)),
            "yesterday" => Word(clock.Day(clock.StartOf(today) - 1), today, today, (1, 0, 0)),
            "thisWeek" => Word(monday, null, monday.AddDays(7), (7, 0, 0)),
            "lastWeek" => Word(monday.AddDays(-7), monday, monday, (7, 0, 0)),
            "thisMonth" => Word(first, null, first.AddMonths(1), (0, 1, 0)),
            "lastMonth" => Word(first.AddMonths(-1), first, first, (0, 1, 0)),
            "thisYear" => Word(new DateOnly(today.Year, 1, 1), null, new DateOnly(today.Year + 1, 1, 1), (0, 12, 0)),
            _ => (_until - Rolling(window), _until, _until, (0, 0, Rolling(window))),
        };
        Window = from is null && !char.IsDigit(window[0]) ? window : Length(To - From);
        if (query.TryGetValue("compare", out var word))
        {
            _back = word switch { "yesterday" => (1, 0, 0), "lastWeek" => (7, 0, 0), "lastYear" => (0, 12, 0), _ => _back };
            IsCompared = true;
            Then = (Back(From), Back(Math.Min(End, Math.Max(From, _until))));
            Whole = End > _until ? (Back(From), Back(End)) : null;
        }
    }

    public string Window { get; }

    public long From { get; }

    public long To { get; }

    public long End { get; }

    public bool IsCompared { get; }

    public (long From, long To) Then { get; }

    public (long From, long To)? Whole { get; }

    /// <summary>
    /// The points of a series: the first minute of the step, its minutes in the span, its end, and what it is compared with.
    /// </summary>
    public IEnumerable<(long At, long From, long To, long End, (long From, long To) Then)> Points(string step)
    {
        var grain = OracleClock.Length(step) < 15 ? 1 : 15;
        var start = From - From % grain;
        while (_clock.Step(step, start - 1) == _clock.Step(step, From))
        {
            start -= grain;
        }

        while (start < To)
        {
            var end = start + grain;
            while (_clock.Step(step, end) == _clock.Step(step, start))
            {
                end += grain;
            }

            var (from, to) = (Math.Max(start, From), Math.Min(end, To));
            yield return (start, from, to, end, IsCompared ? Counterpart(step, from, to) : default);
            start = end;
        }
    }

    private (long From, long To) Counterpart(string step, long from, long to)
    {
        var until = Math.Max(from, Math.Min(to, _until));
        var range = (From: Back(from), To: Back(until));
        if (step == "1d" && _back.Months > 0 && until > from)
        {
            var (day, isThere) = OracleClock.Back(_clock.Day(until - 1), 0, _back.Months);
            range.To = isThere ? Math.Min(range.To, _clock.StartOf(day.AddDays(1))) : range.To;
        }

        return range;
    }

    private long Back(long minute) =>
        _back.Minutes > 0 ? minute - _back.Minutes : _clock.Back(minute, _back.Days, _back.Months);

    private (long, long, long, (int, int, long)) Word(DateOnly first, DateOnly? to, DateOnly end, (int, int, long) back) =>
        (_clock.StartOf(first), to is { } day ? _clock.StartOf(day) : _until, _clock.StartOf(end), back);

    private long Parse(string time) => time.Length == 10
        ? _clock.StartOf(DateOnly.Parse(time, CultureInfo.InvariantCulture))
        : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 60;

    private static long Rolling(string window) => long.Parse(window[..^1], CultureInfo.InvariantCulture)
        * window[^1] switch { 'm' => 1, 'h' => 60, _ => 1440 };

    private static string Length(long minutes) => minutes % 1440 == 0 ? $"{minutes / 1440}d"
        : minutes % 60 == 0 ? $"{minutes / 60}h" : $"{minutes}m";
}
