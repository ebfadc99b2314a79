using Analytics.Simulation.Running;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A slot's position in its partition: the sort key, plus the table key in an index, where sort keys may repeat.</summary>
/// <param name="Sort">The sort key; empty if there is none.</param>
/// <param name="Item">In an index, the table key of the indexed item; default in a table.</param>
internal readonly record struct Place(string Sort, ItemKey Item = default) : IComparable<Place>
{
    /// <summary>Items with equal sort keys are in an arbitrary but fixed order, as in DynamoDB.</summary>
    public int CompareTo(Place other)
    {
        var order = string.CompareOrdinal(Sort, other.Sort);
        if (order != 0 || Item == other.Item)
        {
            return order;
        }

        order = Scattered(Item).CompareTo(Scattered(other.Item));
        order = order != 0 ? order : string.CompareOrdinal(Item.Partition, other.Item.Partition);
        return order != 0 ? order : string.CompareOrdinal(Item.Sort, other.Item.Sort);
    }

    private static ulong Scattered(ItemKey key)
    {
        var digest = new Digest();
        digest.Add(key.Partition);
        digest.Add(key.Sort);
        return digest.Value;
    }
}
