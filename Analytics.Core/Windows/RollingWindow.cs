namespace Analytics.Core.Windows;

/// <summary>A window that ends now, at minute resolution: the current minute and those before it.</summary>
public readonly record struct RollingWindow
{
    private readonly long _minutes;

    private RollingWindow(long minutes) => _minutes = minutes;

    /// <summary>The longest window, in minutes: 400 days.</summary>
    public const long MaxMinutes = 400 * 24 * 60;

    /// <summary>How many minutes it holds, 1 to <see cref="MaxMinutes"/>.</summary>
    public long Minutes => _minutes == 0 ? 1 : _minutes;

    /// <summary>A window of whole minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter than a minute or longer than 400 days.</exception>
    public static RollingWindow OfMinutes(long minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MaxMinutes);
        return new RollingWindow(minutes);
    }

    /// <summary>Reads <c>5m</c>, <c>12h</c> or <c>400d</c>.</summary>
    public static bool TryParse(string? text, out RollingWindow window)
    {
        window = default;
        if (!Duration.TryParseMinutes(text, out var minutes) || minutes is < 1 or > MaxMinutes)
        {
            return false;
        }

        window = new RollingWindow(minutes);
        return true;
    }

    /// <summary>The minutes of the window, asked at <paramref name="now"/>; the minute of <paramref name="now"/> is the last.</summary>
    public MinuteRange At(DateTimeOffset now)
    {
        var end = Minute.Of(now).Plus(1);
        return new MinuteRange(end.Plus(-Minutes), end);
    }
}
