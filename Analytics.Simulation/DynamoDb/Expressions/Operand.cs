using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Parses operands of expressions.</summary>
internal static class Operand
{
    /// <summary>Parses an attribute or a value placeholder.</summary>
    public static Func<Scope, AttributeValue?> Parse(Tokens tokens)
    {
        if (tokens.Peek.StartsWith(':'))
        {
            var name = tokens.Take();
            return scope => scope.Value(name);
        }

        var path = Path(tokens);
        return scope => scope.Attribute(path);
    }

    /// <summary>Parses the name of a top-level attribute.</summary>
    public static string Path(Tokens tokens)
    {
        if (tokens.AtKeyword || !(tokens.Peek.StartsWith('#') || tokens.Peek.All(IsOfName)) || tokens.AtEnd)
        {
            throw tokens.Unknown();
        }

        var path = tokens.Take();
        return tokens.Peek is "." or "[" or "(" ? throw tokens.Unknown() : path;
    }

    public static decimal Number(AttributeValue? value) => value?.N is { } number
        ? Items.Number(number)
        : throw Refusals.Validation("An operand in the update expression has an incorrect data type");

    public static AttributeValue Number(decimal number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character == '_';
}
