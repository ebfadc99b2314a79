using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb;

/// <summary>The place of one key: the item as it stands, and for a while what stood there before.</summary>
internal sealed class TableSlot(string sort)
{
    private readonly Queue<(long ReplacedAt, Dictionary<string, AttributeValue>? Was)> _past = new();

    public string Sort => sort;

    /// <summary>The item; null when it is not there (any more). Not to be changed.</summary>
    public Dictionary<string, AttributeValue>? Current { get; private set; }

    public void Replace(Dictionary<string, AttributeValue>? item, DateTimeOffset now, TimeSpan remembered)
    {
        while (_past.TryPeek(out var oldest) && oldest.ReplacedAt < now.UtcTicks - remembered.Ticks)
        {
            _past.Dequeue();
        }

        _past.Enqueue((now.UtcTicks, Current));
        Current = item;
    }

    /// <summary>What stood here at a moment of the recent past.</summary>
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
