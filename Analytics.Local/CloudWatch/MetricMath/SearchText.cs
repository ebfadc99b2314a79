using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The texts of a metric that SEARCH examines, and the rules for matching a term.</summary>
/// <remarks>
/// CloudWatch user guide, "CloudWatch search expression syntax". A text is split into tokens at capitals of CamelCase, before and after
/// numbers, and at other characters, which are dropped. A term with one token matches that token in any case. Tokens that are adjacent in
/// a term (<c>Count1</c>) match consecutive tokens in the same case. Tokens that other characters separate in a term
/// (<c>network-errors</c>) match consecutive tokens in any case.
/// </remarks>
internal static partial class SearchText
{
    /// <summary>Returns the text of a property; null if the metric has no such dimension.</summary>
    public static string? Of(MetricId id, string property) => property switch
    {
        "MetricName" => id.Name,
        "Namespace" => id.Namespace,
        _ => id.ValueOf(property),
    };

    public static IEnumerable<string> Everything(MetricId id) =>
        [id.Namespace, id.Name, .. id.Dimensions.SelectMany(dimension => new[] { dimension.Name, dimension.Value })];

    /// <summary>Matches a text that equals the term.</summary>
    public static Func<string, bool> Exact(string term) => text => text == term;

    /// <summary>Matches a text that contains the tokens of the term.</summary>
    /// <exception cref="MathError">The term has no token.</exception>
    public static Func<string, bool> Partial(string term)
    {
        var composites = Composite().Matches(term).Select(match => TokensOf(match.Value)).ToList();
        if (composites.Count == 0)
        {
            throw new MathError($"The search term '{term}' has no letters or digits.");
        }

        var wanted = composites
            .SelectMany(tokens => tokens.Select(token => (
                Token: token, Comparison: tokens.Count > 1 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)))
            .ToList();
        return text => ContainsRun(TokensOf(text), wanted) || string.Equals(Joined(text), Joined(term), StringComparison.OrdinalIgnoreCase);
    }

    private static bool ContainsRun(List<string> tokens, List<(string Token, StringComparison Comparison)> wanted)
    {
        for (var start = 0; start + wanted.Count <= tokens.Count; start++)
        {
            if (wanted.Index().All(each => string.Equals(tokens[start + each.Index], each.Item.Token, each.Item.Comparison)))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> TokensOf(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    /// <summary>Joins all tokens of a text into one token.</summary>
    private static string Joined(string text) => string.Concat(Composite().Matches(text).Select(match => match.Value));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Token();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Composite();
}
