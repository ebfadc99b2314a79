using System.Globalization;

namespace Analytics.Core.Windows;

/// <summary>A minute of UTC time, the finest resolution of the aggregates. <c>default</c> is 1970-01-01T00:00Z.</summary>
/// <param name="Number">Whole minutes since the Unix epoch.</param>
public readonly record struct Minute(long Number) : IComparable<Minute>
{
    private const long MillisecondsPerMinute = 60_000;
    private const string Form = "yyyy-MM-dd'T'HH:mm'Z'";

    /// <summary>The first instant of the minute.</summary>
    public DateTimeOffset Start => DateTimeOffset.UnixEpoch.AddMinutes(Number);

    /// <summary>The minute that contains an instant. An instant on a boundary belongs to the minute that it starts.</summary>
    public static Minute Of(DateTimeOffset moment) =>
        new(moment.UtcTicks / TimeSpan.TicksPerMinute - DateTimeOffset.UnixEpoch.UtcTicks / TimeSpan.TicksPerMinute);

    /// <summary>The minute that contains an instant, given in milliseconds since the Unix epoch.</summary>
    public static Minute OfUnixMilliseconds(long milliseconds) =>
        new((milliseconds >= 0 ? milliseconds : milliseconds - (MillisecondsPerMinute - 1)) / MillisecondsPerMinute);

    /// <summary>Parses the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Minute minute)
    {
        var read = DateTimeOffset.TryParseExact(
            text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start);
        minute = read ? Of(start) : default;
        return read;
    }

    /// <summary>The minute that is <paramref name="minutes"/> later; earlier if negative.</summary>
    public Minute Plus(long minutes) => new(Number + minutes);

    /// <inheritdoc/>
    public int CompareTo(Minute other) => Number.CompareTo(other.Number);

    /// <summary>Formats the minute as <c>2026-11-23T10:05Z</c>. Text order equals time order.</summary>
    public override string ToString() => Start.ToString(Form, CultureInfo.InvariantCulture);

    public static bool operator <(Minute left, Minute right) => left.Number < right.Number;

    public static bool operator >(Minute left, Minute right) => left.Number > right.Number;

    public static bool operator <=(Minute left, Minute right) => left.Number <= right.Number;

    public static bool operator >=(Minute left, Minute right) => left.Number >= right.Number;
}
