namespace Analytics.Cli.Terminal;

/// <summary>Formats a log line for the terminal.</summary>
internal static class LogLine
{
    // Readable on dark and light backgrounds: cyan, yellow, green, magenta, blue.
    private static readonly string[] Colours = ["\e[36m", "\e[33m", "\e[32m", "\e[35m", "\e[34m"];

    /// <summary>The line after its source. Texts are aligned as long as no source name is longer than <paramref name="width"/>.</summary>
    /// <param name="source">The source of the line.</param>
    /// <param name="line">The text; control characters other than tabs are removed.</param>
    /// <param name="width">Width of the source column.</param>
    /// <param name="colour">Whether to colour the source; each source always has the same colour.</param>
    public static string Format(string source, string line, int width, bool colour)
    {
        var name = source.PadRight(width);
        var text = Printable(line);
        return colour ? $"{ColourOf(source)}{name} |\e[0m {text}" : $"{name} | {text}";
    }

    // Not string.GetHashCode, which differs between runs.
    private static string ColourOf(string source) => Colours[source.Sum(character => character) % Colours.Length];

    private static string Printable(string line) => line.Any(IsControl)
        ? string.Concat(line.Where(character => !IsControl(character)))
        : line;

    private static bool IsControl(char character) => char.IsControl(character) && character != '\t';
}
