using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Parses the right side of a SET: a value, an attribute, if_not_exists, list_append, or the sum or difference of two.</summary>
internal static class UpdateValue
{
    public static Func<Scope, AttributeValue> Parse(Tokens tokens)
    {
        var left = Term(tokens);
        var sign = tokens.TryTake("+") ? 1 : tokens.TryTake("-") ? -1 : 0;
        if (sign == 0)
        {
            return scope => Present(left(scope));
        }

        var right = Term(tokens);
        return scope => Operand.Number(
            Operand.Number(Present(left(scope))) + sign * Operand.Number(Present(right(scope))));
    }

    private static Func<Scope, AttributeValue?> Term(Tokens tokens) =>
        tokens.TryTake("if_not_exists") ? IfNotExists(tokens)
        : tokens.TryTake("list_append") ? ListAppend(tokens)
        : Operand.Parse(tokens);

    private static Func<Scope, AttributeValue?> IfNotExists(Tokens tokens)
    {
        tokens.Expect("(");
        var path = Operand.Path(tokens);
        tokens.Expect(",");
        var otherwise = Term(tokens);
        tokens.Expect(")");
        return scope => scope.Attribute(path) ?? otherwise(scope);
    }

    private static Func<Scope, AttributeValue?> ListAppend(Tokens tokens)
    {
        tokens.Expect("(");
        var head = Term(tokens);
        tokens.Expect(",");
        var tail = Term(tokens);
        tokens.Expect(")");
        return scope => new AttributeValue
        {
            L = [.. Elements(Present(head(scope))), .. Elements(Present(tail(scope)))],
            IsLSet = true,
        };
    }

    private static AttributeValue Present(AttributeValue? value) => value
        ?? throw Refusals.Validation("The provided expression refers to an attribute that does not exist in the item");

    private static List<AttributeValue> Elements(AttributeValue value) => value.IsLSet
        ? value.L
        : throw Refusals.Validation("Incorrect operand type for operator or function; operator or function: list_append");
}
