using System.Text;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>A word, a quoted text or a symbol of a search expression.</summary>
/// <param name="Text">The word, the text between the quotes without its escapes, or the symbol.</param>
/// <param name="IsQuoted">Whether it stood in double quotes.</param>
internal readonly record struct SearchToken(string Text, bool IsQuoted)
{
    private const string Symbols = "{}(),=";

    /// <summary>What must be escaped with a backslash between double quotes (user guide, "Non-alphanumeric characters").</summary>
    private const string Escaped = "\"\\()";

    public bool IsSymbol => !IsQuoted && Text.Length == 1 && Symbols.Contains(Text[0], StringComparison.Ordinal);

    /// <summary>Whether it is that symbol or operator.</summary>
    public bool Is(string text) => !IsQuoted && Text == text;

    /// <exception cref="MathError">A quoted text is not closed, or not escaped as it must be.</exception>
    public static List<SearchToken> Read(string expression)
    {
        var tokens = new List<SearchToken>();
        var at = 0;
        while (at < expression.Length)
        {
            var first = expression[at];
            if (char.IsWhiteSpace(first))
            {
                at++;
            }
            else if (first == '"')
            {
                tokens.Add(ReadQuoted(expression, ref at));
            }
            else if (Symbols.Contains(first, StringComparison.Ordinal))
            {
                tokens.Add(new SearchToken(first.ToString(), false));
                at++;
            }
            else
            {
                tokens.Add(ReadWord(expression, ref at));
            }
        }

        return tokens;
    }

    private static SearchToken ReadWord(string expression, ref int at)
    {
        var start = at;
        while (at < expression.Length && !char.IsWhiteSpace(expression[at]) && expression[at] != '"'
            && !Symbols.Contains(expression[at], StringComparison.Ordinal))
        {
            at++;
        }

        return new SearchToken(expression[start..at], false);
    }

    private static SearchToken ReadQuoted(string expression, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < expression.Length && expression[at] != '"'; at++)
        {
            if (expression[at] == '\\' && at + 1 < expression.Length && Escaped.Contains(expression[at + 1], StringComparison.Ordinal))
            {
                at++;
            }
            else if (Escaped.Contains(expression[at], StringComparison.Ordinal))
            {
                throw new MathError($"Between quotes in a search expression, '{expression[at]}' must be escaped with a backslash.");
            }

            text.Append(expression[at]);
        }

        if (at == expression.Length)
        {
            throw new MathError("A quote in the search expression is not closed.");
        }

        at++;
        return new SearchToken(text.ToString(), true);
    }
}
