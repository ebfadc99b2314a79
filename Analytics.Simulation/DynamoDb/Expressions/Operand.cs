using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>What stands in an expression where a value is wanted.</summary>
internal static class Operand
{
    /// <summary>An attribute or a value.</summary>
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

    /// <summary>The name of an attribute at the top of an item.</summary>
    public static string Path(Tokens tokens)
    {
        if (tokens.AtKeyword || !(tokens.Peek.StartsWith('#') || tokens.Peek.All(char.IsLetterOrDigit)) || tokens.AtEnd)
        {
            throw tokens.Unknown();
        }

        var path = tokens.Take();
        return tokens.Peek is "." or "[" or "(" ? throw tokens.Unknown() : path;
    }

    public static decimal Number(AttributeValue? value) => value?.N is { } number
        ? decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)
        : throw Refusals.Validation("An operand in the update expression has an incorrect data type");

    public static AttributeValue Number(decimal number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };
}
