using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.MetricMath;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>A label with dynamic values such as <c>${LAST}</c> or <c>${PROP('Dim.FunctionName')}</c>.</summary>
/// <remarks>CloudWatch user guide, "Use dynamic labels". A value that does not exist is shown as <c>--</c>.</remarks>
internal sealed partial class DynamicLabel
{
    private const int MaxStatistics = 5;

    private readonly string text;

    private DynamicLabel(string text) => this.text = text;

    /// <summary>Whether the label has dynamic values.</summary>
    public bool IsDynamic => text.Contains("${", StringComparison.Ordinal);

    /// <exception cref="FormatException">A dynamic value is unknown or not closed, or there are too many.</exception>
    public static DynamicLabel Parse(string text)
    {
        var words = Placeholder().Matches(text).Select(match => match.Value).ToList();
        if (words.FirstOrDefault(word => !word.EndsWith('}')) is { } open)
        {
            throw new FormatException($"the dynamic value '{open}' is not closed with '}}'.");
        }

        if (words.FirstOrDefault(word => LabelValues.Find(WordOf(word)) is null) is { } unknown)
        {
            throw new FormatException($"the dynamic value {unknown} is not supported; supported are {LabelValues.Supported}.");
        }

        if (words.Count(word => word == "${LABEL}") > 1)
        {
            throw new FormatException("${LABEL} may occur only once.");
        }

        return words.Count(word => !word.StartsWith("${PROP(", StringComparison.Ordinal) && word != "${LABEL}") <= MaxStatistics
            ? new DynamicLabel(text)
            : throw new FormatException($"a label may have at most {MaxStatistics} dynamic statistical values.");
    }

    /// <summary>Returns the label for a series.</summary>
    /// <param name="own">The series' default label.</param>
    /// <param name="series">The series.</param>
    /// <param name="context">The data that are not part of the series.</param>
    public string Fill(string own, TimeSeries series, LabelContext context) => Placeholder().Replace(
        text, match => match.Value == "${LABEL}" ? own : LabelValues.Find(WordOf(match.Value))?.Invoke(series, context) ?? "--");

    public override string ToString() => text;

    private static string WordOf(string placeholder) => placeholder[2..^1];

    [GeneratedRegex(@"\$\{[^}]*\}?")]
    private static partial Regex Placeholder();
}
