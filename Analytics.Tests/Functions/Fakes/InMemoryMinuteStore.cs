using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Minute documents in memory, through the real item form.</summary>
internal class InMemoryMinuteStore : IMinuteStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Lane, string Sort), Dictionary<string, AttributeValue>> _items = [];

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>Runs once in the middle of the next read of a chain, which is no snapshot.</summary>
    public Func<Task>? WithinRead { get; set; }

    public virtual async Task<IReadOnlyList<MinutePart>> ReadChainAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var before = await ReadPartsAsync(key);
        if (WithinRead is not { } meanwhile)
        {
            return before;
        }

        WithinRead = null;
        await meanwhile();
        return [.. before, .. (await ReadPartsAsync(key)).Skip(before.Count)];
    }

    private Task<IReadOnlyList<MinutePart>> ReadPartsAsync(DocumentKey key)
    {
        lock (_gate)
        {
            Reads++;
            IReadOnlyList<MinutePart> parts = [.. _items
                .Where(item => item.Key.Lane == key.Lane && item.Key.Sort.StartsWith($"{key.Minute}#", StringComparison.Ordinal))
                .Select(item => MinuteItem.Read(item.Value))];
            return Task.FromResult(parts);
        }
    }

    public virtual Task<PartWrite> TryWriteAsync(MinutePart part, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes++;
            var at = (part.Key.Lane, MinuteItem.SortOf(part.Key.Minute, part.Number));
            var current = _items.TryGetValue(at, out var item) ? MinuteItem.Read(item) : null;
            if ((current?.Revision ?? 0) != part.Revision - 1)
            {
                return Task.FromResult<PartWrite>(new PartWrite.Lost(current));
            }

            _items[at] = MinuteItem.Write(part);
            return Task.FromResult<PartWrite>(new PartWrite.Written());
        }
    }

    public async IAsyncEnumerable<MinuteSums> ReadRangeAsync(
        int lane, MinuteRange range, bool withItems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<MinuteSums> sums;
        lock (_gate)
        {
            sums = [.. _items
                .Where(item => item.Key.Lane == lane)
                .Select(item => MinuteItem.ReadSums(withItems ? item.Value : WithoutItems(item.Value)))
                .Where(sum => range.Contains(sum.Minute))];
        }

        foreach (var sum in sums)
        {
            await Task.Yield();
            yield return sum;
        }
    }

    public void Remove(DocumentKey key)
    {
        lock (_gate)
        {
            _items.Keys.Where(at => at.Lane == key.Lane && at.Sort.StartsWith($"{key.Minute}#", StringComparison.Ordinal))
                .ToList().ForEach(at => _items.Remove(at));
        }
    }

    private static Dictionary<string, AttributeValue> WithoutItems(Dictionary<string, AttributeValue> item) =>
        item.Where(attribute => attribute.Key != MinuteItem.Items).ToDictionary();
}
