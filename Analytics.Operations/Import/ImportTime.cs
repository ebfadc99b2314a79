using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Operations.Import;

/// <summary>Reads the times of a file: ISO 8601, with or without an offset.</summary>
/// <param name="toUtc">Converts a local time without an offset; null to read it as UTC.</param>
public sealed partial class ImportTime(Func<DateTime, DateTimeOffset>? toUtc = null)
{
    /// <summary>The rule, as error messages state it.</summary>
    public const string Rule = "must be a date and time, as 2026-11-23T10:05:12Z or 2026-11-23 11:05:12 +0100";

    // Any offset, and any time zone, leaves these years within what a DateTimeOffset represents.
    private const int MinYear = 2;
    private const int MaxYear = 9998;

    private static readonly string[] Forms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>Parses a time and truncates it to whole milliseconds.</summary>
    public bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Form().Match(text);
        if (!match.Success || !DateTime.TryParseExact(
            $"{match.Groups["date"].Value} {match.Groups["time"].Value}".TrimEnd(), Forms, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local)
            || local.Year is < MinYear or > MaxYear)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        if (fraction.Length > 0)
        {
            local = local.AddMilliseconds(int.Parse(fraction.PadRight(3, '0').AsSpan(0, 3), CultureInfo.InvariantCulture));
        }

        var offset = match.Groups["offset"].Value;
        if (offset.Length == 0)
        {
            time = toUtc is null ? new DateTimeOffset(local, TimeSpan.Zero) : toUtc(local);
            return true;
        }

        if (!TryParseOffset(offset, out var of))
        {
            return false;
        }

        time = new DateTimeOffset(DateTime.SpecifyKind(local - of, DateTimeKind.Utc));
        return true;
    }

    private static bool TryParseOffset(string text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }

        var digits = text[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var (hours, minutes) = (int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture));
        offset = (text[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
        return hours <= 23 && minutes <= 59;
    }

    [GeneratedRegex(
        "^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
        + "(?:[Tt ](?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?<fraction>[0-9]{1,9}))?"
        + @" ?(?<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
