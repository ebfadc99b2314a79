using System.Text;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>A word, a quoted text or a symbol of a search expression.</summary>
/// <param name="Text">The word, the unescaped text between the quotes, or the symbol.</param>
/// <param name="IsQuoted">Whether the text was in double quotes.</param>
internal readonly record struct SearchToken(string Text, bool IsQuoted)
{
    private const string Symbols = "{}(),=";

    /// <summary>Characters that must be escaped with a backslash in double quotes (user guide, "Non-alphanumeric characters").</summary>
    private const string Escaped = "\"\\()";

    public bool IsSymbol => !IsQuoted && Text.Length == 1 && Symbols.Contains(Text[0], StringComparison.Ordinal);

    /// <summary>Whether the token is the given symbol or operator.</summary>
    public bool Is(string text) => !IsQuoted && Text == text;

    /// <exception cref="MathError">A quoted text is not closed, or a character in it is not escaped as required.</exception>
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
