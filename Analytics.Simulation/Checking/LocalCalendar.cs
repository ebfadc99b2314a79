namespace Analytics.Simulation.Checking;

/// <summary>
/// The checker's own calendar, in arithmetic on local times: of UTC, and of zones whose offset has been the same for decades.
/// </summary>
/// <param name="OffsetMinutes">Local time less UTC, in minutes.</param>
internal sealed record LocalCalendar(int OffsetMinutes)
{
    /// <summary>The zones by their IANA ids.</summary>
    public static IReadOnlyDictionary<string, LocalCalendar> Zones { get; } = new SortedDictionary<string, LocalCalendar>(
        StringComparer.Ordinal)
    {
        ["America/Phoenix"] = new(-7 * 60), ["Asia/Kathmandu"] = new(5 * 60 + 45), ["Asia/Kolkata"] = new(5 * 60 + 30),
        ["Asia/Tokyo"] = new(9 * 60), ["Pacific/Kiritimati"] = new(14 * 60), ["UTC"] = new(0),
    };

    /// <summary>The words that name a window, each with the most minutes that it can have.</summary>
    public static IReadOnlyDictionary<string, long> Words { get; } = new SortedDictionary<string, long>(StringComparer.Ordinal)
    {
        ["lastMonth"] = 31 * 1440, ["lastWeek"] = 7 * 1440, ["thisMonth"] = 31 * 1440, ["thisWeek"] = 7 * 1440,
        ["thisYear"] = 366 * 1440, ["today"] = 1440, ["yesterday"] = 1440,
    };

    /// <summary>The minutes of a window that a word names, asked for in a minute.</summary>
    public (long From, long To) Window(string word, long asked) => word switch
    {
        "today" => (Floor("1d", asked), asked + 1),
        "yesterday" => (Floor("1d", Floor("1d", asked) - 1), Floor("1d", asked)),
        "thisWeek" => (Floor("1w", asked), asked + 1),
        "lastWeek" => (Floor("1w", Floor("1w", asked) - 1), Floor("1w", asked)),
        "thisMonth" => (Floor("1mo", asked), asked + 1),
        "lastMonth" => (Floor("1mo", Floor("1mo", asked) - 1), Floor("1mo", asked)),
        "thisYear" => (Minute(new DateTime(Local(asked).Year, 1, 1)), asked + 1),
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
    };

    /// <summary>The first minute of the step that contains a minute.</summary>
    public long Floor(string step, long minute)
    {
        var local = Local(minute);
        var monday = local.Date.AddDays(local.DayOfWeek == DayOfWeek.Sunday ? -6 : 1 - (int)local.DayOfWeek);
        return Minute(step switch
        {
            "1m" => local,
            "5m" => local.AddMinutes(-(local.Minute % 5)),
            "15m" => local.AddMinutes(-(local.Minute % 15)),
            "1h" => local.AddMinutes(-local.Minute),
            "1d" => local.Date,
            "1w" => monday,
            "1mo" => local.Date.AddDays(1 - local.Day),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
        });
    }

    /// <summary>The first minute after the step that begins with a minute.</summary>
    public long End(string step, long start)
    {
        var local = Local(start);
        return Minute(step switch
        {
            "1m" => local.AddMinutes(1),
            "5m" => local.AddMinutes(5),
            "15m" => local.AddMinutes(15),
            "1h" => local.AddHours(1),
            "1d" => local.AddDays(1),
            "1w" => local.AddDays(7),
            "1mo" => local.AddMonths(1),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
        });
    }

    private DateTime Local(long minute) => DateTime.UnixEpoch.AddMinutes(minute + OffsetMinutes);

    private long Minute(DateTime local) => (long)(local - DateTime.UnixEpoch).TotalMinutes - OffsetMinutes;
}
