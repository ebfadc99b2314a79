using System.Globalization;

namespace Analytics.Core.Windows;

/// <summary>Parses durations in queries: a whole number followed by <c>m</c>, <c>h</c> or <c>d</c>.</summary>
public static class Duration
{
    /// <summary>Parses a duration into minutes. Accepts 0 and at most six digits.</summary>
    public static bool TryParseMinutes(string? text, out long minutes)
    {
        minutes = 0;
        if (text is not { Length: >= 2 and <= 7 }
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = text[^1] switch { 'm' => 1L, 'h' => 60L, 'd' => 1440L, _ => 0L };
        minutes = count * unit;
        return unit > 0;
    }
}
