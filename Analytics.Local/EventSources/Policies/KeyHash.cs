namespace Analytics.Local.EventSources.Policies;

/// <summary>Assigns partition keys to the concurrent batches of a shard.</summary>
internal static class KeyHash
{
    /// <summary>
    /// FNV-1a (Fowler, Noll, Vo) over UTF-16 code units. Unlike string.GetHashCode, it gives the same result in every process.
    /// </summary>
    public static int Bucket(string partitionKey, int buckets)
    {
        uint hash = 2166136261;
        foreach (char c in partitionKey)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        // FNV's low bits distribute poorly for keys that differ in one character, so the high bits are mixed in.
        return (int)(((hash >> 16) ^ hash) % (uint)buckets);
    }
}
