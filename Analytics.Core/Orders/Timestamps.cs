using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>Formats and parses timestamps: RFC 3339 in UTC with milliseconds, such as <c>2026-11-23T10:05:12.345Z</c>.</summary>
public static class Timestamps
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Formats a timestamp. Truncates it to whole milliseconds.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Parses exactly the form that <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    /// <summary>Truncates a timestamp to whole milliseconds, in UTC, so that it is unchanged when written and read back.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
