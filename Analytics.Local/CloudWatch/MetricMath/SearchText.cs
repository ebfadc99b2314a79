using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Which texts of a metric a search looks at, and when a term matches one.</summary>
internal static partial class SearchText
{
    /// <summary>What a key stands for; null if the metric has no such dimension.</summary>
    public static string? Of(MetricId id, string key) => key switch
    {
        "MetricName" => id.Name,
        "Namespace" => id.Namespace,
        _ => id.ValueOf(key),
    };

    public static IEnumerable<string> Everything(MetricId id) =>
        [id.Namespace, id.Name, .. id.Dimensions.SelectMany(dimension => new[] { dimension.Name, dimension.Value })];

    /// <summary>Whether a text is exactly the term, or has all its words.</summary>
    public static Func<string, bool> Matcher(string term, bool isExact)
    {
        if (isExact)
        {
            return text => text == term;
        }

        var words = Words(term).ToList();
        return text => string.Equals(text, term, StringComparison.OrdinalIgnoreCase) 
            || (words.Count > 0 && words.TrueForAll(Words(text).Contains));
    }

    private static HashSet<string> Words(string text) =>
        Word().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
