using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Parses condition and filter expressions into predicates.</summary>
/// <remarks>
/// Supports comparisons, BETWEEN, AND, OR, NOT, parentheses, attribute_exists, attribute_not_exists and begins_with on top-level
/// attributes. Anything else is an error, never a guess.
/// </remarks>
internal static class Condition
{
    public static Func<Scope, bool> Parse(string expression)
    {
        var tokens = new Tokens(expression);
        var condition = Or(tokens);
        return tokens.AtEnd ? condition : throw tokens.Unknown();
    }

    private static Func<Scope, bool> Or(Tokens tokens)
    {
        var left = And(tokens);
        while (tokens.TryTake("OR"))
        {
            var (before, right) = (left, And(tokens));
            left = scope => before(scope) || right(scope);
        }

        return left;
    }

    private static Func<Scope, bool> And(Tokens tokens)
    {
        var left = Not(tokens);
        while (tokens.TryTake("AND"))
        {
            var (before, right) = (left, Not(tokens));
            left = scope => before(scope) && right(scope);
        }

        return left;
    }

    private static Func<Scope, bool> Not(Tokens tokens)
    {
        if (tokens.TryTake("NOT"))
        {
            var negated = Not(tokens);
            return scope => !negated(scope);
        }

        if (tokens.TryTake("("))
        {
            var inner = Or(tokens);
            tokens.Expect(")");
            return inner;
        }

        return tokens.Peek switch
        {
            "attribute_exists" => Exists(tokens, wanted: true),
            "attribute_not_exists" => Exists(tokens, wanted: false),
            "begins_with" => BeginsWith(tokens),
            _ => Comparison(tokens),
        };
    }

    private static Func<Scope, bool> Exists(Tokens tokens, bool wanted)
    {
        tokens.Take();
        tokens.Expect("(");
        var path = Operand.Path(tokens);
        tokens.Expect(")");
        return scope => scope.Attribute(path) is not null == wanted;
    }

    private static Func<Scope, bool> BeginsWith(Tokens tokens)
    {
        tokens.Take();
        tokens.Expect("(");
        var path = Operand.Path(tokens);
        tokens.Expect(",");
        var prefix = Operand.Parse(tokens);
        tokens.Expect(")");
        return scope => scope.Attribute(path)?.S is { } text && prefix(scope)?.S is { } start
            && text.StartsWith(start, StringComparison.Ordinal);
    }

    private static Func<Scope, bool> Comparison(Tokens tokens)
    {
        var left = Operand.Parse(tokens);
        if (tokens.TryTake("BETWEEN"))
        {
            var low = Operand.Parse(tokens);
            tokens.Expect("AND");
            var high = Operand.Parse(tokens);
            return scope => Compare(left(scope), low(scope)) >= 0 && Compare(left(scope), high(scope)) <= 0;
        }

        var comparator = tokens.Take();
        var right = Operand.Parse(tokens);
        return comparator switch
        {
            "=" => scope => Are(left(scope), right(scope)),
            "<>" => scope => !Are(left(scope), right(scope)),
            "<" => scope => Compare(left(scope), right(scope)) < 0,
            "<=" => scope => Compare(left(scope), right(scope)) <= 0,
            ">" => scope => Compare(left(scope), right(scope)) > 0,
            ">=" => scope => Compare(left(scope), right(scope)) >= 0,
            _ => throw tokens.Unknown(),
        };
    }

    private static bool Are(AttributeValue? left, AttributeValue? right) =>
        left is not null && right is not null && (Compare(left, right) ?? (Items.AreEqual(left, right) ? 0 : 1)) == 0;

    /// <summary>Null if the two cannot be compared. Null is neither less nor greater than anything.</summary>
    private static int? Compare(AttributeValue? left, AttributeValue? right) => (left, right) switch
    {
        ({ S: { } one }, { S: { } other }) => string.CompareOrdinal(one, other),
        ({ N: not null }, { N: not null }) => Operand.Number(left).CompareTo(Operand.Number(right)),
        ({ B: { } one }, { B: { } other }) => Items.Bytes(one).SequenceCompareTo(Items.Bytes(other)),
        _ => null,
    };
}
