using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Core.Orders;

/// <summary>Formats and parses timestamps: RFC 3339 in UTC with milliseconds, such as <c>2026-11-23T10:05:12.345Z</c>.</summary>
public static partial class Timestamps
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Formats a timestamp. Truncates it to whole milliseconds.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Parses exactly the form that <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    /// <summary>Parses any time of RFC 3339, with any offset. Fractions of a millisecond are truncated. A leap second is refused.</summary>
    /// <param name="text">The text.</param>
    /// <param name="moment">The time in UTC, in whole milliseconds.</param>
    public static bool TryParseAny(string? text, out DateTimeOffset moment)
    {
        moment = default;
        if (text is null || Rfc3339().Match(text) is not { Success: true } match
            || !DateTime.TryParseExact(
                $"{match.Groups["date"].Value} {match.Groups["time"].Value}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var local))
        {
            return false;
        }

        var milliseconds = int.Parse(match.Groups["fraction"].Value.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture);
        var ticks = local.AddMilliseconds(milliseconds).Ticks - OffsetOf(match.Groups["offset"].Value).Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        moment = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    // RFC 3339, section 5.6: T and Z may be in lower case, and an offset has hours up to 23 and minutes up to 59.
    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?"
            + @"([Zz]|(?<offset>[+-]([01][0-9]|2[0-3]):[0-5][0-9]))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    private static TimeSpan OffsetOf(string text)
    {
        if (text.Length == 0)
        {
            return TimeSpan.Zero;
        }

        var length = TimeSpan.ParseExact(text.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture);
        return text[0] == '-' ? -length : length;
    }

    /// <summary>Truncates a timestamp to whole milliseconds, in UTC, so that it is unchanged when written and read back.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
