using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>The parameters of a query as text, and what is wrong with them.</summary>
/// <param name="parameters">The values by name.</param>
/// <param name="errors">Receives validation errors, by parameter.</param>
internal sealed class QueryText(IDictionary<string, string> parameters, FieldErrors errors)
{
    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors => errors;

    /// <summary>The value of a parameter; null if it is not given.</summary>
    public string? this[string name] => parameters.TryGetValue(name, out var value) ? value : null;

    /// <summary>Everything that decides which list a page is of, in a fixed form.</summary>
    public string Described => string.Join('\n', parameters
        .Where(parameter => parameter.Key is not ("cursor" or "top" or "includes" or "wait"))
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => $"{parameter.Key}={parameter.Value}"));

    /// <summary>The elements of a list by comma; empty if the parameter is not given.</summary>
    public string[] List(string name) => this[name]?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Requires that a parameter is one of some words, and returns it.</summary>
    public string Word(string name, string otherwise, IReadOnlyList<string> words)
    {
        var word = this[name] ?? otherwise;
        Errors.Require(words.Contains(word), name, $"must be {Choice(words)}; got '{word}'{Suggestion(word, words)}");
        return word;
    }

    /// <summary>Words as a choice: <c>a, b or c</c>.</summary>
    public static string Choice(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    /// <summary>A question after the name that a caller probably meant; empty if none is near.</summary>
    public static string Suggestion(string name, IReadOnlyList<string> known) =>
        NearestName.Of(name, known) is { } near ? $"; did you mean {near}?" : "";
}
