using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb;

/// <summary>One place of a table or an index: the item as it stands, and for a while what stood there before.</summary>
internal sealed class TableSlot(Place place)
{
    private readonly Queue<(long ReplacedAt, Dictionary<string, AttributeValue>? Was)> _past = new();

    public Place Place => place;

    /// <summary>The item; null when it is not there (any more). Not to be changed.</summary>
    public Dictionary<string, AttributeValue>? Current { get; private set; }

    /// <summary>Puts another item here.</summary>
    /// <param name="item">The item, or null for none.</param>
    /// <param name="at">When it is to be seen, which is never before the one it replaces.</param>
    /// <param name="remembered">The oldest moment that anyone may still ask for.</param>
    public void Replace(Dictionary<string, AttributeValue>? item, DateTimeOffset at, DateTimeOffset remembered)
    {
        while (_past.TryPeek(out var oldest) && oldest.ReplacedAt < remembered.UtcTicks)
        {
            _past.Dequeue();
        }

        _past.Enqueue((at.UtcTicks, Current));
        Current = item;
    }

    /// <summary>What is to be seen here at a moment: now, or one of the recent past.</summary>
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
