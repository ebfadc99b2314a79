namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>A piece of a search expression.</summary>
/// <param name="Text">The word, or what is between the quotes, or the symbol.</param>
/// <param name="IsQuoted">Whether it stood in double quotes.</param>
internal readonly record struct SearchToken(string Text, bool IsQuoted)
{
    private const string Symbols = "{}(),=";

    public bool IsSymbol => !IsQuoted && Text.Length == 1 && Symbols.Contains(Text[0], StringComparison.Ordinal);

    /// <summary>Whether it is that symbol or keyword.</summary>
    public bool Is(string text) => !IsQuoted && Text == text;

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
                var close = expression.IndexOf('"', at + 1);
                if (close < 0)
                {
                    throw new MathError("A quote in the search expression is not closed.");
                }

                tokens.Add(new SearchToken(expression[(at + 1)..close], true));
                at = close + 1;
            }
            else if (Symbols.Contains(first, StringComparison.Ordinal))
            {
                tokens.Add(new SearchToken(first.ToString(), false));
                at++;
            }
            else
            {
                var end = at;
                while (end < expression.Length && !char.IsWhiteSpace(expression[end]) && expression[end] != '"'
                    && !Symbols.Contains(expression[end], StringComparison.Ordinal))
                {
                    end++;
                }

                tokens.Add(new SearchToken(expression[at..end], false));
                at = end;
            }
        }

        return tokens;
    }
}
