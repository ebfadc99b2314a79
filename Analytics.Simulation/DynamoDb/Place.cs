using Analytics.Simulation.Running;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Where a slot is in its partition: at a sort key, and in an index, where those repeat, at a key of the table.</summary>
/// <param name="Sort">The sort key; empty where there is none.</param>
/// <param name="Item">The key of the item in the table that an index is of; in a table itself nothing.</param>
internal readonly record struct Place(string Sort, ItemKey Item = default) : IComparable<Place>
{
    /// <summary>Items of one sort key are in an order that means nothing, as in DynamoDB.</summary>
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
