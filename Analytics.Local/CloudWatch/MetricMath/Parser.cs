using System.Globalization;

namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>A recursive descent parser of expressions; operators bind from <c>OR</c> (loosest) to <c>^</c> (tightest).</summary>
internal sealed class Parser
{
    /// <summary>Maximum nesting depth of an expression.</summary>
    private const int MaxDepth = 100;

    private static readonly string[][] Levels =
    [
        ["OR", "||"],
        ["AND", "&&"],
        ["==", "!=", "<", "<=", ">", ">="],
        ["+", "-"],
        ["*", "/"],
    ];

    private readonly List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) => this.tokens = tokens;

    private Token Current => tokens[at];

    /// <exception cref="MathError">The text is not a valid expression.</exception>
    public static Expression Parse(string text)
    {
        var parser = new Parser(Lexer.Read(text));
        var expression = parser.ReadLevel(0);
        return parser.Current.Kind == TokenKind.End ? expression : throw parser.Unexpected();
    }

    private Expression ReadLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ReadUnary();
        }

        var left = ReadLevel(level + 1);
        while (Current.Kind is TokenKind.Symbol or TokenKind.Name && Levels[level].Contains(Current.Text))
        {
            var symbol = Take().Text;
            left = new Expression.Binary(symbol, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Expression ReadUnary()
    {
        if (++depth > MaxDepth)
        {
            throw new MathError($"The expression is nested more than {MaxDepth} deep.");
        }

        try
        {
            if (TakeIf("-"))
            {
                return new Expression.Negation(ReadUnary());
            }

            var operand = ReadPrimary();
            return TakeIf("^") ? new Expression.Binary("^", operand, ReadUnary()) : operand;
        }
        finally
        {
            depth--;
        }
    }

    private Expression ReadPrimary()
    {
        switch (Current.Kind)
        {
            case TokenKind.Number:
                return double.TryParse(Current.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    && Take() is { }
                        ? new Expression.Number(number)
                        : throw Unexpected();
            case TokenKind.Text:
                return new Expression.Text(Take().Text);
            case TokenKind.Name:
                var name = Take().Text;
                return TakeIf("(") ? new Expression.Call(name, ReadList(")")) : new Expression.Name(name);
            case TokenKind.Symbol when TakeIf("("):
                var inner = ReadLevel(0);
                Expect(")");
                return inner;
            case TokenKind.Symbol when TakeIf("["):
                return new Expression.Array(ReadList("]"));
            default:
                throw Unexpected();
        }
    }

    private List<Expression> ReadList(string close)
    {
        var items = new List<Expression>();
        if (TakeIf(close))
        {
            return items;
        }

        do
        {
            items.Add(ReadLevel(0));
        }
        while (TakeIf(","));
        Expect(close);
        return items;
    }

    private Token Take() => tokens[at++];

    private bool TakeIf(string symbol)
    {
        var isThere = Current.Kind == TokenKind.Symbol && Current.Text == symbol;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(string symbol)
    {
        if (!TakeIf(symbol))
        {
            throw Unexpected($"; expected '{symbol}'");
        }
    }

    private MathError Unexpected(string hint = "") => new(
        Current.Kind == TokenKind.End
            ? $"The expression ends too early{hint}."
            : $"Unexpected '{Current.Text}' at position {Current.Position}{hint}.");
}
