using Analytics.Simulation.DynamoDb;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Analytics.Simulation.Stack;

/// <summary>Every state of each item of the orders table. Serves as backups and for checking API responses.</summary>
internal sealed class ItemHistory
{
    private readonly Dictionary<string, List<(DateTimeOffset At, Item? Item)>> _states = [];

    /// <summary>Records a change of the table.</summary>
    public void Add(TableChange change, DateTimeOffset at)
    {
        if (!_states.TryGetValue(change.Key.Partition, out var states))
        {
            _states.Add(change.Key.Partition, states = []);
        }

        states.Add((at, change.After));
    }

    /// <summary>The states that an item had at any moment of a time span; null means absent.</summary>
    public IEnumerable<Item?> Between(string id, DateTimeOffset from, DateTimeOffset to)
    {
        var states = _states.GetValueOrDefault(id) ?? [];
        var first = states.FindLastIndex(state => state.At < from);
        if (first < 0)
        {
            yield return null;
        }

        foreach (var (at, item) in states.Skip(Math.Max(0, first)))
        {
            if (at <= to)
            {
                yield return item;
            }
        }
    }

    /// <summary>The states in which the item existed, oldest first.</summary>
    public IReadOnlyList<Item> Backups(string id) => [.. (_states.GetValueOrDefault(id) ?? []).Select(state => state.Item).OfType<Item>()];
}
