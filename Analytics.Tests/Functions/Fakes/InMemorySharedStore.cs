using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Goals, marks or alerts in memory, through the real form of their items.</summary>
internal sealed class InMemorySharedStore<T>(SharedItem<T> form) : ISharedStore<T> where T : class
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Dictionary<string, AttributeValue>> _items = new(StringComparer.Ordinal);
    private int _writes;

    /// <summary>Runs once before the next write is decided, as another writer may.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    /// <summary>Number of writes that were made.</summary>
    public int Writes => _writes;

    public Task<IReadOnlyList<SharedEntry<T>>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<SharedEntry<T>>>([.. _items.Values.Select(form.Read)]);
        }
    }

    public Task<SharedEntry<T>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_items.TryGetValue(id, out var item) ? form.Read(item) : null);
        }
    }

    public async Task<SharedEntry<T>?> TryPutAsync(string id, T value, SharedEntry<T>? before, CancellationToken cancellationToken)
    {
        await MeanwhileAsync();
        lock (_gate)
        {
            if (!IsStill(id, before))
            {
                return null;
            }

            var writer = Interlocked.Increment(ref _writes).ToString("x16", CultureInfo.InvariantCulture);
            _items[id] = form.Write(id, value, (before?.Revision ?? 0) + 1, writer);
            return form.Read(_items[id]);
        }
    }

    public async Task<bool> TryDeleteAsync(SharedEntry<T> entry, CancellationToken cancellationToken)
    {
        await MeanwhileAsync();
        lock (_gate)
        {
            return IsStill(entry.Id, entry) && _items.Remove(entry.Id);
        }
    }

    /// <summary>Edits an item, as another writer or damage may.</summary>
    public void Edit(string id, Action<Dictionary<string, AttributeValue>> edit)
    {
        lock (_gate)
        {
            edit(_items[id]);
        }
    }

    private bool IsStill(string id, SharedEntry<T>? before) =>
        (_items.TryGetValue(id, out var item) ? item.GetValueOrDefault(ItemChecksum.Name)?.S : null) == before?.Checksum
        && item is null == before is null;

    private async Task MeanwhileAsync()
    {
        var meanwhile = BeforeWrite;
        BeforeWrite = null;
        if (meanwhile is not null)
        {
            await meanwhile();
        }
    }
}
