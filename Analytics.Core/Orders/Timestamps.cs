using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>Moments on the wire: RFC 3339 in UTC with milliseconds, <c>2026-11-23T10:05:12.345Z</c>.</summary>
public static class Timestamps
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes a moment; what is finer than a millisecond is cut off.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Reads exactly what <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    /// <summary>The moment without what is finer than a millisecond, so that it reads back as it was written.</summary>
    public static DateTimeOffset ToMilliseconds(this DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
