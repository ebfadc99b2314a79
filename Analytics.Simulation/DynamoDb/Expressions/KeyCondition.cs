using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>A query's key condition: one partition and bounds on the sort key.</summary>
internal sealed class KeyCondition
{
    private const string Between = "BETWEEN";
    private const string BeginsWith = "begins_with";

    private readonly List<Part> _parts = [];

    private KeyCondition()
    {
    }

    public static KeyCondition Parse(string expression)
    {
        var tokens = new Tokens(expression);
        var condition = new KeyCondition();
        do
        {
            condition._parts.Add(One(tokens));
        }
        while (tokens.TryTake("AND"));
        return tokens.AtEnd ? condition : throw tokens.Unknown();
    }

    /// <summary>The key range that the condition selects from a table or an index.</summary>
    public KeyRange Of(Scope scope, string partitionKey, string? sortKey)
    {
        var partition = _parts.Find(part => scope.NameOf(part.Path) == partitionKey)
            ?? throw Refusals.Validation($"Query condition missed key schema element: {partitionKey}");
        var sort = _parts.Find(part => part != partition);
        if (partition.Comparator != "=" || _parts.Count > 2)
        {
            throw Refusals.Validation("Query key condition not supported");
        }

        if (sort is not null && scope.NameOf(sort.Path) != sortKey)
        {
            throw Refusals.Validation($"Query condition missed key schema element: {sortKey}");
        }

        var whole = KeyRange.Whole(Text(scope, partition.Value));
        return sort is null ? whole : Bounded(whole, sort, Text(scope, sort.Value), sort.Upper is null ? null : Text(scope, sort.Upper));
    }

    private static KeyRange Bounded(KeyRange whole, Part sort, string value, string? upper) => sort.Comparator switch
    {
        "=" => whole with { From = value, To = value },
        "<" or "<=" => whole with { To = value, ToIsIn = sort.Comparator == "<=" },
        ">" or ">=" => whole with { From = value, FromIsIn = sort.Comparator == ">=" },
        BeginsWith => whole with { From = value, Prefix = value },
        _ => string.CompareOrdinal(value, upper) <= 0
            ? whole with { From = value, To = upper }
            : throw Refusals.Validation("The BETWEEN operator requires upper bound to be greater than or equal to lower bound"),
    };

    private static Part One(Tokens tokens)
    {
        if (tokens.TryTake(BeginsWith))
        {
            tokens.Expect("(");
            var prefixed = Operand.Path(tokens);
            tokens.Expect(",");
            var part = new Part(prefixed, BeginsWith, Value(tokens), null);
            tokens.Expect(")");
            return part;
        }

        var path = Operand.Path(tokens);
        if (tokens.TryTake(Between))
        {
            var lower = Value(tokens);
            tokens.Expect("AND");
            return new Part(path, Between, lower, Value(tokens));
        }

        return tokens.Peek is "=" or "<" or "<=" or ">" or ">="
            ? new Part(path, tokens.Take(), Value(tokens), null)
            : throw tokens.Unknown();
    }

    private static string Value(Tokens tokens) => tokens.Peek.StartsWith(':') ? tokens.Take() : throw tokens.Unknown();

    private static string Text(Scope scope, string name) => scope.Value(name).S is { Length: > 0 } text
        ? text
        : throw Refusals.Validation($"Condition parameter type does not match schema type, or it is empty: {name}");

    private sealed record Part(string Path, string Comparator, string Value, string? Upper);
}
