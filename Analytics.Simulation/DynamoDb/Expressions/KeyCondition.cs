namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>The condition of a query: one partition, and bounds of the sort key.</summary>
internal sealed class KeyCondition
{
    private string? _partition;
    private string? _partitionValue;
    private string? _sort;
    private string? _from;
    private string? _to;
    private bool _fromIsIn = true;
    private bool _toIsIn = true;
    private bool _isPrefix;

    private KeyCondition()
    {
    }

    public static KeyCondition Parse(string expression)
    {
        var tokens = new Tokens(expression);
        var condition = new KeyCondition();
        do
        {
            condition.One(tokens);
        }
        while (tokens.TryTake("AND"));
        return tokens.AtEnd && condition._partition is not null ? condition : throw tokens.Unknown();
    }

    /// <summary>What is asked of a table.</summary>
    public KeyRange Of(Scope scope, string partitionKey, string? sortKey)
    {
        if (scope.NameOf(_partition!) != partitionKey || (_sort is not null && scope.NameOf(_sort) != sortKey))
        {
            throw Refusals.Validation("Query condition missed key schema element");
        }

        var from = _from is null ? null : scope.Value(_from).S;
        return new KeyRange(
            scope.Value(_partitionValue!).S, from, _fromIsIn, _to is null ? null : scope.Value(_to).S, _toIsIn, _isPrefix ? from : null);
    }

    private void One(Tokens tokens)
    {
        if (tokens.TryTake("begins_with"))
        {
            tokens.Expect("(");
            _sort = Operand.Path(tokens);
            tokens.Expect(",");
            _from = Value(tokens);
            _isPrefix = true;
            tokens.Expect(")");
            return;
        }

        var path = Operand.Path(tokens);
        if (tokens.TryTake("BETWEEN"))
        {
            (_sort, _from) = (path, Value(tokens));
            tokens.Expect("AND");
            _to = Value(tokens);
            return;
        }

        var comparator = tokens.Take();
        var value = Value(tokens);
        if (comparator == "=" && _partition is null)
        {
            (_partition, _partitionValue) = (path, value);
            return;
        }

        _sort = path;
        switch (comparator)
        {
            case "=":
                (_from, _to) = (value, value);
                break;
            case ">" or ">=":
                (_from, _fromIsIn) = (value, comparator == ">=");
                break;
            case "<" or "<=":
                (_to, _toIsIn) = (value, comparator == "<=");
                break;
            default:
                throw tokens.Unknown();
        }
    }

    private static string Value(Tokens tokens) => tokens.Peek.StartsWith(':') ? tokens.Take() : throw tokens.Unknown();
}

/// <summary>A partition with bounds of the sort key; null where there is none.</summary>
internal sealed record KeyRange(string Partition, string? From, bool FromIsIn, string? To, bool ToIsIn, string? Prefix)
{
    public bool IsBefore(string sort) => From is not null
        && (string.CompareOrdinal(sort, From) is var order && (FromIsIn ? order < 0 : order <= 0));

    public bool IsAfter(string sort) =>
        (To is not null && string.CompareOrdinal(sort, To) is var order && (ToIsIn ? order > 0 : order >= 0))
        || (Prefix is not null && !sort.StartsWith(Prefix, StringComparison.Ordinal));
}
