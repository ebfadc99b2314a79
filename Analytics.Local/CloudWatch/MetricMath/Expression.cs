namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>What an expression says: a closed set of forms.</summary>
internal abstract record Expression
{
    private Expression()
    {
    }

    public sealed record Number(double Value) : Expression;

    public sealed record Text(string Value) : Expression;

    /// <summary>The id of another query; or a word such as <c>REPEAT</c> that a function gives meaning to.</summary>
    public sealed record Name(string Id) : Expression;

    public sealed record Negation(Expression Operand) : Expression;

    public sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

    public sealed record Array(IReadOnlyList<Expression> Items) : Expression;

    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;
}
