using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>One write as it was asked for: put, update, delete or only a check. Its values are copies.</summary>
internal sealed class TableWrite
{
    private readonly Func<Scope, bool>? _condition;
    private readonly Func<Scope, Dictionary<string, AttributeValue>?> _change;
    private readonly Dictionary<string, string>? _names;
    private readonly Dictionary<string, AttributeValue>? _values;

    private TableWrite(
        SimulatedTable table, Dictionary<string, AttributeValue> key, string? condition, Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values, ReturnValuesOnConditionCheckFailure? returned,
        Func<Scope, Dictionary<string, AttributeValue>?> change)
    {
        Table = table;
        Key = table.KeyOf(key);
        _condition = ExpressionCache.Condition(condition);
        _names = names;
        _values = values is null ? null : Items.Copy(values);
        _change = change;
        ReturnsItem = returned == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }

    public SimulatedTable Table { get; }

    public ItemKey Key { get; }

    /// <summary>Whether a failed condition hands back what is there.</summary>
    public bool ReturnsItem { get; }

    public Dictionary<string, AttributeValue>? Current => Table.Find(Key)?.Current;

    public static TableWrite Put(SimulatedTable table, Put put)
    {
        var item = Items.Copy(put.Item);
        return new TableWrite(
            table, item, put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues,
            put.ReturnValuesOnConditionCheckFailure, _ => item);
    }

    public static TableWrite Update(SimulatedTable table, Update update)
    {
        var expression = ExpressionCache.Update(update.UpdateExpression);
        var key = Items.Copy(update.Key);
        return new TableWrite(
            table, key, update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues,
            update.ReturnValuesOnConditionCheckFailure, scope => expression.Apply(scope, key));
    }

    public static TableWrite Delete(SimulatedTable table, Delete delete) => new(
        table, delete.Key, delete.ConditionExpression, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues,
        delete.ReturnValuesOnConditionCheckFailure, _ => null);

    public static TableWrite Check(SimulatedTable table, ConditionCheck check) => new(
        table, check.Key, check.ConditionExpression, check.ExpressionAttributeNames, check.ExpressionAttributeValues,
        check.ReturnValuesOnConditionCheckFailure, scope => scope.Item);

    /// <summary>Whether the condition holds.</summary>
    public bool Holds() => _condition?.Invoke(Scope()) ?? true;

    /// <summary>Makes the write, whatever its condition says.</summary>
    public void Apply(DateTimeOffset now) => Table.Replace(Key, _change(Scope()), now);

    private Scope Scope() => new(Current, _names, _values);
}
