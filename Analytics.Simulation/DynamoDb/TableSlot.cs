using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb;

/// <summary>One place in a table or an index: the current item and, for a while, its earlier states.</summary>
internal sealed class TableSlot(Place place)
{
    private readonly Queue<(long ReplacedAt, Dictionary<string, AttributeValue>? Was)> _past = new();

    public Place Place => place;

    /// <summary>The current item; null if there is none. Must not be modified.</summary>
    public Dictionary<string, AttributeValue>? Current { get; private set; }

    /// <summary>Replaces the item.</summary>
    /// <param name="item">The new item; null for none.</param>
    /// <param name="at">When the new item becomes visible; never before the item it replaces.</param>
    /// <param name="remembered">The oldest moment that a read may still ask for.</param>
    public void Replace(Dictionary<string, AttributeValue>? item, DateTimeOffset at, DateTimeOffset remembered)
    {
        while (_past.TryPeek(out var oldest) && oldest.ReplacedAt < remembered.UtcTicks)
        {
            _past.Dequeue();
        }

        _past.Enqueue((at.UtcTicks, Current));
        Current = item;
    }

    /// <summary>The item visible at a moment, which is now or in the recent past.</summary>
    public Dictionary<string, AttributeValue>? At(DateTimeOffset moment)
    {
        foreach (var (replacedAt, was) in _past)
        {
            if (replacedAt > moment.UtcTicks)
            {
                return was;
            }
        }

        return Current;
    }
}
