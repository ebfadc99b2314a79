using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Parses update expressions: SET with + and - and if_not_exists, ADD of numbers, REMOVE.</summary>
internal sealed class UpdateExpression
{
    private readonly List<(string Path, Func<Scope, AttributeValue?> Value)> _actions = [];

    private UpdateExpression()
    {
    }

    /// <summary>The paths that are changed.</summary>
    public IEnumerable<string> Paths => _actions.Select(action => action.Path);

    public static UpdateExpression Parse(string expression)
    {
        var tokens = new Tokens(expression);
        var update = new UpdateExpression();
        while (!tokens.AtEnd)
        {
            Action<Tokens> one = tokens.TryTake("SET") ? update.Set
                : tokens.TryTake("ADD") ? update.Add
                : tokens.TryTake("REMOVE") ? update.Remove
                : throw tokens.Unknown();
            do
            {
                one(tokens);
            }
            while (tokens.TryTake(","));
        }

        return update;
    }

    /// <summary>The item with its changes. All of them see it as it was.</summary>
    public Dictionary<string, AttributeValue> Apply(Scope scope, Dictionary<string, AttributeValue> key)
    {
        var changed = new Dictionary<string, AttributeValue>(scope.Item ?? key);
        foreach (var (path, value) in _actions)
        {
            if (value(scope) is { } set)
            {
                changed[scope.NameOf(path)] = set;
            }
            else
            {
                changed.Remove(scope.NameOf(path));
            }
        }

        return changed;
    }

    private void Set(Tokens tokens)
    {
        var path = Operand.Path(tokens);
        tokens.Expect("=");
        var left = Term(tokens);
        var sign = tokens.TryTake("+") ? 1 : tokens.TryTake("-") ? -1 : 0;
        if (sign == 0)
        {
            _actions.Add((path, scope => left(scope)
                ?? throw Refusals.Validation("The provided expression refers to an attribute that does not exist in the item")));
            return;
        }

        var right = Term(tokens);
        _actions.Add((path, scope => Operand.Number(Operand.Number(left(scope)) + sign * Operand.Number(right(scope)))));
    }

    private void Add(Tokens tokens)
    {
        var path = Operand.Path(tokens);
        var addend = Operand.Parse(tokens);
        _actions.Add((path, scope => Operand.Number(
            (scope.Attribute(path) is { } number ? Operand.Number(number) : 0) + Operand.Number(addend(scope)))));
    }

    private void Remove(Tokens tokens)
    {
        var path = Operand.Path(tokens);
        _actions.Add((path, _ => null));
    }

    private static Func<Scope, AttributeValue?> Term(Tokens tokens)
    {
        if (!tokens.TryTake("if_not_exists"))
        {
            return Operand.Parse(tokens);
        }

        tokens.Expect("(");
        var path = Operand.Path(tokens);
        tokens.Expect(",");
        var otherwise = Operand.Parse(tokens);
        tokens.Expect(")");
        return scope => scope.Attribute(path) ?? otherwise(scope);
    }
}
