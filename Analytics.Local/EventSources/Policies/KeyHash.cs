namespace Analytics.Local.EventSources.Policies;

/// <summary>Spreads partition keys over the parallel batches of a shard.</summary>
internal static class KeyHash
{
    /// <summary>FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units: the same in every process, unlike string.GetHashCode.</summary>
    public static int Bucket(string partitionKey, int buckets)
    {
        uint hash = 2166136261;
        foreach (char c in partitionKey)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        // FNV's low bits alone are poor for keys that differ in one place.
        return (int)(((hash >> 16) ^ hash) % (uint)buckets);
    }
}
