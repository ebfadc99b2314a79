using System.Globalization;

namespace Analytics.Core.Alerts;

/// <summary>The hours of each day in which an alert may ring, by the clocks of its zone.</summary>
/// <param name="From">The first minute.</param>
/// <param name="To">The first minute after them. If it is before <paramref name="From"/>, the hours go over midnight.</param>
public sealed record AlertHours(TimeOnly From, TimeOnly To)
{
    private const string Form = "HH:mm";

    /// <summary>Their length in minutes, on a day on which the clocks are not changed.</summary>
    public int Minutes => (int)(To - From).TotalMinutes;

    /// <summary>Whether the clocks show a time within the hours.</summary>
    public bool Contains(TimeOnly clock) => From < To ? clock >= From && clock < To : clock >= From || clock < To;

    /// <summary>Formats a time of day as <c>08:30</c>.</summary>
    public static string Format(TimeOnly time) => time.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Parses exactly the form that <see cref="Format"/> writes.</summary>
    public static bool TryParse(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
