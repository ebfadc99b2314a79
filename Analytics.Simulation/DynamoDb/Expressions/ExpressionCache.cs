using System.Collections.Concurrent;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Parses each expression once for all worlds. Parsed expressions are immutable.</summary>
internal static class ExpressionCache
{
    private static readonly ConcurrentDictionary<string, Func<Scope, bool>> Conditions = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, UpdateExpression> Updates = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, KeyCondition> Keys = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string[]> Projections = new(StringComparer.Ordinal);

    public static Func<Scope, bool>? Condition(string? expression) =>
        string.IsNullOrEmpty(expression) ? null : Conditions.GetOrAdd(expression, Expressions.Condition.Parse);

    public static UpdateExpression Update(string? expression) =>
        expression is null ? UpdateExpression.Empty : Updates.GetOrAdd(expression, UpdateExpression.Parse);

    public static KeyCondition KeyCondition(string expression) => Keys.GetOrAdd(expression, Expressions.KeyCondition.Parse);

    /// <summary>The paths of a projection; null for all attributes.</summary>
    public static string[]? Projection(string? expression) =>
        string.IsNullOrEmpty(expression) ? null : Projections.GetOrAdd(expression, ParseProjection);

    private static string[] ParseProjection(string expression)
    {
        var tokens = new Tokens(expression);
        var paths = new List<string>();
        do
        {
            paths.Add(Operand.Path(tokens));
        }
        while (tokens.TryTake(","));
        return tokens.AtEnd ? [.. paths] : throw tokens.Unknown();
    }
}
