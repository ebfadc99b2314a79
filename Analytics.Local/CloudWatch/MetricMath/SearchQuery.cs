using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>What SEARCH looks for: <c>{Namespace,Dimension,...} terms</c>.</summary>
/// <remarks>
/// A metric matches a schema in braces if it is of that namespace and has exactly those dimensions. Terms are
/// <c>Key="exactly this"</c>, <c>Key=words</c>, <c>"exactly this"</c> or <c>words</c>, joined by AND (or nothing), OR, NOT and
/// parentheses; a key is MetricName, Namespace or the name of a dimension; words match whole words of a name, also
/// those of CamelCase, in any case of letters.
/// </remarks>
internal sealed class SearchQuery
{
    private readonly List<SearchToken> tokens;
    private int at;

    private SearchQuery(List<SearchToken> tokens) => this.tokens = tokens;

    private SearchToken? Current => at < tokens.Count ? tokens[at] : null;

    /// <summary>The test that a metric must pass.</summary>
    /// <exception cref="MathError">The text is not a search expression.</exception>
    public static Func<MetricId, bool> Parse(string text)
    {
        var query = new SearchQuery(SearchToken.Read(text));
        var schema = query.ReadSchema();
        var terms = query.Current is null ? _ => true : query.ReadOr();
        return query.Current is null
            ? id => schema(id) && terms(id)
            : throw new MathError($"Unexpected '{query.Current.Value.Text}' in the search expression.");
    }

    private Func<MetricId, bool> ReadSchema()
    {
        if (!TakeIf("{"))
        {
            return _ => true;
        }

        var names = new List<string>();
        do
        {
            names.Add(TakeWord());
        }
        while (TakeIf(","));
        if (!TakeIf("}"))
        {
            throw new MathError("The schema of the search expression is not closed with '}'.");
        }

        var dimensions = names.Skip(1).ToHashSet(StringComparer.Ordinal);
        return id => id.Namespace == names[0] && dimensions.SetEquals(id.Dimensions.Select(dimension => dimension.Name));
    }

    private Func<MetricId, bool> ReadOr()
    {
        var left = ReadAnd();
        while (TakeIf("OR"))
        {
            var (before, after) = (left, ReadAnd());
            left = id => before(id) || after(id);
        }

        return left;
    }

    private Func<MetricId, bool> ReadAnd()
    {
        var left = ReadTerm();
        while (Current is { } next && !next.Is("OR") && !next.Is(")"))
        {
            TakeIf("AND");
            var (before, after) = (left, ReadTerm());
            left = id => before(id) && after(id);
        }

        return left;
    }

    private Func<MetricId, bool> ReadTerm()
    {
        if (TakeIf("NOT"))
        {
            var negated = ReadTerm();
            return id => !negated(id);
        }

        if (TakeIf("("))
        {
            var inner = ReadOr();
            return TakeIf(")") ? inner : throw new MathError("A '(' in the search expression is not closed.");
        }

        var first = tokens.ElementAtOrDefault(at);
        var word = TakeWord();
        if (!TakeIf("="))
        {
            var anywhere = SearchText.Matcher(word, first.IsQuoted);
            return id => SearchText.Everything(id).Any(anywhere);
        }

        var matches = ReadValues();
        return id => SearchText.Of(id, word) is { } text && matches(text);
    }

    /// <summary>What follows <c>Key=</c>: one value, or several in parentheses joined by OR.</summary>
    private Func<string, bool> ReadValues()
    {
        if (!TakeIf("("))
        {
            return ReadValue();
        }

        var any = new List<Func<string, bool>>();
        do
        {
            any.Add(ReadValue());
        }
        while (TakeIf("OR"));
        return TakeIf(")")
            ? text => any.Exists(matches => matches(text))
            : throw new MathError("The values in parentheses of a search expression must be joined by OR.");
    }

    private Func<string, bool> ReadValue()
    {
        var token = tokens.ElementAtOrDefault(at);
        return SearchText.Matcher(TakeWord(), token.IsQuoted);
    }

    private string TakeWord()
    {
        if (Current is not { IsSymbol: false } token)
        {
            throw new MathError(Current is { } symbol
                ? $"Unexpected '{symbol.Text}' in the search expression."
                : "The search expression ends too early.");
        }

        at++;
        return token.Text;
    }

    private bool TakeIf(string text)
    {
        var isThere = Current is { } token && token.Is(text);
        at += isThere ? 1 : 0;
        return isThere;
    }
}
