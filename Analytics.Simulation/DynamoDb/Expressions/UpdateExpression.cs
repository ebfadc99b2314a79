using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>
/// Parses update expressions: SET with the values of <see cref="UpdateValue"/>, ADD of numbers and REMOVE; each clause at most once.
/// </summary>
internal sealed class UpdateExpression
{
    private readonly List<(string Path, Func<Scope, AttributeValue?> Value)> _actions = [];

    private UpdateExpression()
    {
    }

    /// <summary>The empty update. It changes no attribute but still creates a missing item.</summary>
    public static UpdateExpression Empty { get; } = new();

    /// <summary>The paths that the update changes.</summary>
    public IEnumerable<string> Paths => _actions.Select(action => action.Path);

    /// <summary>Whether the update only removes attributes. Such an update does not create a missing item.</summary>
    public bool OnlyRemoves { get; private set; }

    public static UpdateExpression Parse(string expression)
    {
        var tokens = new Tokens(expression);
        var update = new UpdateExpression();
        var clauses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (!tokens.AtEnd)
        {
            var clause = tokens.Peek;
            Action<Tokens> one = tokens.TryTake("SET") ? update.Set
                : tokens.TryTake("ADD") ? update.Add
                : tokens.TryTake("REMOVE") ? update.Remove
                : throw tokens.Unknown();
            if (!clauses.Add(clause))
            {
                throw Refusals.Validation($"The \"{clause}\" section can only be used once in an update expression");
            }

            do
            {
                one(tokens);
            }
            while (tokens.TryTake(","));
        }

        update.OnlyRemoves = clauses.Count == 1 && clauses.Contains("REMOVE");
        return update;
    }

    /// <summary>
    /// Returns the updated item; null if the item is missing and stays so. All actions see the item as it was before the update.
    /// </summary>
    public Dictionary<string, AttributeValue>? Apply(Scope scope, Dictionary<string, AttributeValue> key)
    {
        if (scope.Item is null && OnlyRemoves)
        {
            return null;
        }

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
        _actions.Add((path, UpdateValue.Parse(tokens)));
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
}
