namespace Analytics.Storage;

/// <summary>
/// Stores what all viewers of a shop share beside its sums: goals, marks or alerts. Thread-safe. Reads are strongly consistent.
/// </summary>
/// <typeparam name="T">What is stored.</typeparam>
public interface ISharedStore<T> where T : class
{
    /// <summary>Reads all entries, ordered by id.</summary>
    Task<IReadOnlyList<SharedEntry<T>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads an entry; null if there is none.</summary>
    Task<SharedEntry<T>?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes an entry on condition that it is still as it was read.</summary>
    /// <param name="id">The id of the entry.</param>
    /// <param name="value">What to store.</param>
    /// <param name="before">The entry as it was read; null if there was none.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>The entry as written; null if another writer was faster.</returns>
    Task<SharedEntry<T>?> TryPutAsync(string id, T value, SharedEntry<T>? before, CancellationToken cancellationToken);

    /// <summary>Deletes an entry on condition that it is still as it was read.</summary>
    /// <returns>False if another writer was faster.</returns>
    Task<bool> TryDeleteAsync(SharedEntry<T> entry, CancellationToken cancellationToken);
}

/// <summary>A stored entry.</summary>
/// <typeparam name="T">What is stored.</typeparam>
/// <param name="Id">Its id.</param>
/// <param name="Value">Its value; null if the item cannot be read.</param>
/// <param name="Revision">The number of times it was written since it was created; 0 if the item cannot be read.</param>
/// <param name="Checksum">Identifies its content; null if the item has no checksum.</param>
public sealed record SharedEntry<T>(string Id, T? Value, long Revision, string? Checksum) where T : class
{
    /// <summary>Whether a later version wrote it. Then this version must not change it.</summary>
    public bool IsNewer { get; init; }
}
