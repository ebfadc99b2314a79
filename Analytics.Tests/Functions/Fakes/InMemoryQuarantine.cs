using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Analytics.Operations.Quarantine;
using Analytics.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>A quarantine in memory, through the real item form.</summary>
internal sealed class InMemoryQuarantine : IQuarantine, IQuarantineAdmin
{
    private readonly SortedDictionary<string, (Dictionary<string, AttributeValue> Head, byte[] Raw)> _items = new(StringComparer.Ordinal);
    private int _writes;

    /// <summary>What was put in, in that order; what was deleted is still here.</summary>
    public List<QuarantinedRecord> Records { get; } = [];

    public bool IsDown { get; set; }

    /// <summary>Whether deleting fails, as when the process ends before it.</summary>
    public bool DeletesFail { get; set; }

    public Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        ThrowIf(IsDown);
        var head = QuarantineItem.WriteHead(record, (++_writes).ToString("x16", CultureInfo.InvariantCulture));
        var isNew = _items.TryAdd(QuarantineItem.IdOf(record), (head, record.Raw.ToArray()));
        if (isNew)
        {
            Records.Add(record);
        }

        return Task.FromResult(isNew);
    }

    public async IAsyncEnumerable<QuarantineEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ThrowIf(IsDown);
        foreach (var item in _items.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            await Task.CompletedTask;
            yield return QuarantineItem.ReadEntry(item.Value.Head);
        }
    }

    public Task<QuarantinedRecord?> ReadAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        ThrowIf(IsDown);
        return Task.FromResult(IsThere(entry) ? entry.Record with { Raw = _items[entry.Id].Raw } : null);
    }

    public Task<bool> TryDeleteAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        ThrowIf(IsDown || DeletesFail);
        return Task.FromResult(IsThere(entry) && _items.Remove(entry.Id));
    }

    /// <summary>Nothing is in segments here.</summary>
    public Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>Changes an attribute of a record, as another version or a hand may.</summary>
    public void Change(string id, string attribute, AttributeValue value) => _items[id].Head[attribute] = value;

    private bool IsThere(QuarantineEntry entry) =>
        _items.TryGetValue(entry.Id, out var item) && QuarantineItem.ReadEntry(item.Head) == entry;

    private static void ThrowIf(bool isDown)
    {
        if (isDown)
        {
            throw new IOException("the quarantine is down");
        }
    }
}
