using System.Globalization;

namespace Analytics.Local;

/// <summary>Formats a count with its noun: <c>1 stream</c>, <c>2 streams</c>.</summary>
public static class Plural
{
    /// <summary>Formats a count with a noun whose plural ends in s.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
