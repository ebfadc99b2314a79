namespace Analytics.Core.Windows;

/// <summary>A window that ends now, at minute resolution: the current minute and those before it. <c>default</c> is one minute.</summary>
public readonly record struct RollingWindow
{
    private readonly long _minutes;

    private RollingWindow(long minutes) => _minutes = minutes;

    /// <summary>Longest window, in minutes: 400 days.</summary>
    public const long MaxMinutes = 400 * 24 * 60;

    /// <summary>Length in minutes, from 1 to <see cref="MaxMinutes"/>.</summary>
    public long Minutes => _minutes == 0 ? 1 : _minutes;

    /// <summary>Creates a window of whole minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="minutes"/> is less than 1 or more than <see cref="MaxMinutes"/>.
    /// </exception>
    public static RollingWindow OfMinutes(long minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MaxMinutes);
        return new RollingWindow(minutes);
    }

    /// <summary>Parses a window from one minute to 400 days, such as <c>5m</c>, <c>12h</c> or <c>400d</c>.</summary>
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

    /// <summary>The minutes of the window at a given time. The minute that contains <paramref name="now"/> is the last one.</summary>
    public MinuteRange At(DateTimeOffset now)
    {
        var end = Minute.Of(now).Plus(1);
        return new MinuteRange(end.Plus(-Minutes), end);
    }
}
