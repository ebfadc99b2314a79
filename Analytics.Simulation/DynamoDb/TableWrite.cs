using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A requested write: a put, an update, a delete or a condition check. Holds copies of the request's values.</summary>
internal sealed class TableWrite
{
    private readonly Func<Scope, bool>? _condition;
    private readonly Func<Scope, Dictionary<string, AttributeValue>?> _change;
    private readonly Dictionary<string, string>? _names;
    private readonly Dictionary<string, AttributeValue>? _values;

    private TableWrite(
        SimulatedTable table, ItemKey key, string? condition, Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values, ReturnValuesOnConditionCheckFailure? returned,
        Func<Scope, Dictionary<string, AttributeValue>?> change)
    {
        Table = table;
        Key = key;
        _condition = ExpressionCache.Condition(condition);
        _names = names;
        _values = values is null ? null : Items.Copy(values);
        _change = change;
        ReturnsItem = returned == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }

    public SimulatedTable Table { get; }

    public ItemKey Key { get; }

    /// <summary>Whether a failed condition returns the stored item.</summary>
    public bool ReturnsItem { get; }

    /// <summary>The attributes that an update names.</summary>
    public IReadOnlyList<string> Changed { get; private init; } = [];

    public Dictionary<string, AttributeValue>? Current => Table.Find(Key)?.Current;

    public static TableWrite Put(SimulatedTable table, Put put)
    {
        var item = Items.Copy(put.Item);
        return new TableWrite(
            table, table.KeyOf(item), put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues,
            put.ReturnValuesOnConditionCheckFailure, _ => item);
    }

    public static TableWrite Update(SimulatedTable table, Update update)
    {
        var expression = ExpressionCache.Update(update.UpdateExpression);
        var names = expression.Paths.Select(new Scope(null, update.ExpressionAttributeNames, null).NameOf).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            throw Refusals.Validation("Two document paths overlap with each other; must remove or rewrite one of these paths");
        }

        if (names.Find(table.KeyNames.Contains) is { } part)
        {
            throw Refusals.Validation($"Cannot update attribute {part}. This attribute is part of the key");
        }

        var key = Items.Copy(update.Key);
        return new TableWrite(
            table, table.KeyFrom(key), update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues,
            update.ReturnValuesOnConditionCheckFailure, scope => expression.Apply(scope, key))
        {
            Changed = names,
        };
    }

    public static TableWrite Delete(SimulatedTable table, Delete delete) => new(
        table, table.KeyFrom(delete.Key), delete.ConditionExpression, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues,
        delete.ReturnValuesOnConditionCheckFailure, _ => null);

    public static TableWrite Check(SimulatedTable table, ConditionCheck check) => new(
        table, table.KeyFrom(check.Key), check.ConditionExpression, check.ExpressionAttributeNames, check.ExpressionAttributeValues,
        check.ReturnValuesOnConditionCheckFailure, scope => scope.Item);

    public bool Holds() => _condition?.Invoke(Scope()) ?? true;

    /// <summary>The item after the write, regardless of its condition; null for none. Does not change the table.</summary>
    public Dictionary<string, AttributeValue>? Outcome()
    {
        var item = _change(Scope());
        if (item is not null && item != Current)
        {
            Table.AssertFits(item);
        }

        return item;
    }

    private Scope Scope() => new(Current, _names, _values);
}
