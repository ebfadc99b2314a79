namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>The syntax tree of an expression: a closed set of node types.</summary>
internal abstract record Expression
{
    private Expression()
    {
    }

    public sealed record Number(double Value) : Expression;

    public sealed record Text(string Value) : Expression;

    /// <summary>The id of another query, or a keyword argument of a function such as <c>REPEAT</c>.</summary>
    public sealed record Name(string Id) : Expression;

    public sealed record Negation(Expression Operand) : Expression;

    public sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

    public sealed record Array(IReadOnlyList<Expression> Items) : Expression;

    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;
}
