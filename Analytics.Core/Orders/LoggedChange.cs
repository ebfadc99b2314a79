using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>A change that the API made, as an order shows it to people. Counting does not use it.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">When it was done: UTC, whole milliseconds.</param>
/// <param name="Version">The order's version after the change.</param>
public readonly record struct LoggedChange(ChangeKind Kind, DateTimeOffset At, long Version)
{
    /// <summary>Number of newest changes that an order retains.</summary>
    public const int MaxLogged = 32;

    /// <summary>Parses the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out LoggedChange change)
    {
        change = default;
        if (text?.Split(' ') is not [var version, var kind, var at] || !ChangeKindNames.TryParse(kind, out var what)
            || !Timestamps.TryParse(at, out var moment)
            || !long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        change = new LoggedChange(what, moment, number);
        return true;
    }

    /// <summary>Formats version, kind and time as <c>2 amended 2026-11-23T10:06:01.250Z</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Version} {Kind.ToWire()} {Timestamps.Format(At)}");
}
