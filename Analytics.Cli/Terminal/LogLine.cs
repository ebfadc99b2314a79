namespace Analytics.Cli.Terminal;

/// <summary>How one line of a log looks on the terminal.</summary>
internal static class LogLine
{
    // Bright enough on dark and on light ground: cyan, yellow, green, magenta, blue.
    private static readonly string[] Colours = ["\e[36m", "\e[33m", "\e[32m", "\e[35m", "\e[34m"];

    /// <summary>The line with its source before it, in columns as long as names are at most <paramref name="width"/> long.</summary>
    /// <param name="source">Who says it.</param>
    /// <param name="line">What it says; control characters that would move the cursor are left out.</param>
    /// <param name="width">The column that the text begins after.</param>
    /// <param name="colour">Whether the source is coloured, each source always the same.</param>
    public static string Format(string source, string line, int width, bool colour)
    {
        var name = source.PadRight(width);
        var text = Printable(line);
        return colour ? $"{ColourOf(source)}{name} |\e[0m {text}" : $"{name} | {text}";
    }

    // Not string.GetHashCode, which differs from run to run.
    private static string ColourOf(string source) => Colours[source.Sum(character => character) % Colours.Length];

    private static string Printable(string line) => line.Any(IsControl)
        ? string.Concat(line.Where(character => !IsControl(character)))
        : line;

    private static bool IsControl(char character) => char.IsControl(character) && character != '\t';
}
