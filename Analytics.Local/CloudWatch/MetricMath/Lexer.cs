namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Splits an expression into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "<", ">"];

    /// <summary>Returns the tokens; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="MathError">A character is not part of any token, or a quoted text is not closed.</exception>
    public static List<Token> Read(string expression)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at]))
            {
                at++;
            }

            if (at == expression.Length)
            {
                tokens.Add(new Token(TokenKind.End, "", at));
                return tokens;
            }

            var (token, length) = Next(expression, at);
            tokens.Add(token);
            at += length;
        }
    }

    private static (Token Token, int Length) Next(string expression, int at)
    {
        var first = expression[at];
        if (first is '\'' or '"')
        {
            var close = expression.IndexOf(first, at + 1);
            return close > 0
                ? (new Token(TokenKind.Text, expression[(at + 1)..close], at), close + 1 - at)
                : throw new MathError($"The text that begins at position {at} is not closed.");
        }

        if (char.IsAsciiDigit(first) || first == '.')
        {
            return Run(TokenKind.Number, expression, at, c => char.IsAsciiDigit(c) || c == '.');
        }

        if (char.IsAsciiLetter(first))
        {
            return Run(TokenKind.Name, expression, at, c => char.IsAsciiLetterOrDigit(c) || c == '_');
        }

        var symbol = Array.Find(Symbols, candidate => string.CompareOrdinal(expression, at, candidate, 0, candidate.Length) == 0)
            ?? throw new MathError($"Unexpected '{first}' at position {at}.");
        return (new Token(TokenKind.Symbol, symbol, at), symbol.Length);
    }

    private static (Token Token, int Length) Run(TokenKind kind, string expression, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < expression.Length && belongs(expression[end]))
        {
            end++;
        }

        return (new Token(kind, expression[at..end], at), end - at);
    }
}
