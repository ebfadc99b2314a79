using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Parses a search expression: <c>{Namespace,Dimension,...} terms</c>, where either part may be missing.</summary>
/// <remarks>
/// CloudWatch user guide, "CloudWatch search expression syntax". A metric matches a schema in braces if it has the same namespace and
/// exactly the same dimension names; a comma may follow the schema. Terms are <c>Property="exact match"</c>, <c>Property=partial</c>,
/// <c>"exact match"</c> or <c>partial</c>, combined by AND (or nothing), OR, NOT and parentheses. A property is MetricName, Namespace or
/// the name of a dimension.
/// </remarks>
internal sealed class SearchQuery
{
    private const int MaxLength = 1024;

    private static readonly string[] Operators = ["AND", "OR", "NOT"];

    private readonly List<SearchToken> tokens;
    private int at;

    private SearchQuery(List<SearchToken> tokens) => this.tokens = tokens;

    private SearchToken? Current => at < tokens.Count ? tokens[at] : null;

    /// <summary>Returns the predicate that selects metrics.</summary>
    /// <exception cref="MathError">The text is not a valid search expression.</exception>
    public static Func<MetricId, bool> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new MathError($"A search expression may have at most {MaxLength} characters.");
        }

        var query = new SearchQuery(SearchToken.Read(text));
        if (query.Current is null)
        {
            throw new MathError("A search expression must have a metric schema, a search term, or both.");
        }

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
            names.Add(TakeWord().Text);
        }
        while (TakeIf(","));
        if (!TakeIf("}"))
        {
            throw new MathError("The schema of the search expression is not closed with '}'.");
        }

        TakeIf(",");
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

        var first = TakeWord();
        if (!TakeIf("="))
        {
            var anywhere = Matcher(first);
            return id => SearchText.Everything(id).Any(anywhere);
        }

        if (first.Text.StartsWith(":aws.", StringComparison.Ordinal))
        {
            throw new MathError($"The property {first.Text} of a search expression is not supported: there is one account only.");
        }

        var matches = ReadValues();
        return id => SearchText.Of(id, first.Text) is { } text && matches(text);
    }

    /// <summary>Parses what follows <c>Property=</c>: one value, or several in parentheses, joined by OR.</summary>
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

    private Func<string, bool> ReadValue() => Matcher(TakeWord());

    private static Func<string, bool> Matcher(SearchToken term) =>
        term.IsQuoted ? SearchText.Exact(term.Text) : SearchText.Partial(term.Text);

    private SearchToken TakeWord()
    {
        if (Current is not { IsSymbol: false } token || Operators.Any(token.Is))
        {
            throw new MathError(Current is { } unexpected
                ? $"Unexpected '{unexpected.Text}' in the search expression."
                : "The search expression ends too early.");
        }

        at++;
        return token;
    }

    private bool TakeIf(string text)
    {
        var isThere = Current is { } token && token.Is(text);
        at += isThere ? 1 : 0;
        return isThere;
    }
}
