using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Orders in memory, through the real item form.</summary>
internal sealed class InMemoryOrderStore : IOrderStore, IUnindexedOrders
{
    private readonly Dictionary<OrderId, Dictionary<string, AttributeValue>> _items = [];

    /// <summary>The valid orders.</summary>
    public IReadOnlyList<Order> Orders => [.. _items.Values.Select(item => OrderItem.Read(item).Stored?.Order).OfType<Order>()];

    /// <summary>Stands for a write whose answer was lost and that the SDK made again.</summary>
    public bool RepeatsWrites { get; set; }

    /// <summary>Runs once before the next update is written, as another writer may.</summary>
    public Action? BeforeUpdate { get; set; }

    public Task<OrderPage> ListAsync(OrderList list, CancellationToken cancellationToken)
    {
        var following = _items.Values.Select(OrderItem.Read).Where(found => found.Stored is { } stored && list.Has(stored.Order))
            .OrderBy(PositionOf).SkipWhile(found => list.After is { } after && PositionOf(found) <= after).ToList();
        var orders = following.Take(list.Limit).ToList();
        return Task.FromResult(new OrderPage(orders, following.Count > orders.Count ? PositionOf(orders[^1]) : null));

        static OrderPosition PositionOf(FoundOrder found) => new(found.Stored!.Order.PlacedAt, found.Stored.Order.Id);
    }

    /// <summary>None: a list has every order.</summary>
    public Task<UnindexedPage> ReadAsync(MinuteRange range, string after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new UnindexedPage([], null));

    public Task<FoundOrder?> FindAsync(OrderId id, CancellationToken cancellationToken) =>
        Task.FromResult(_items.TryGetValue(id, out var item) ? OrderItem.Read(item) : null);

    public async Task<FoundOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        if (await FindAsync(order.Order.Id, cancellationToken) is { } taken)
        {
            return taken;
        }

        _items[order.Order.Id] = OrderItem.Write(order);
        return RepeatsWrites ? await FindAsync(order.Order.Id, cancellationToken) : null;
    }

    public Task<OrderUpdate> TryUpdateAsync(FoundOrder found, StoredOrder changed, CancellationToken cancellationToken)
    {
        var meanwhile = BeforeUpdate;
        BeforeUpdate = null;
        meanwhile?.Invoke();
        if (!_items.TryGetValue(changed.Order.Id, out var item))
        {
            return Task.FromResult<OrderUpdate>(new OrderUpdate.Lost(null));
        }

        if (item.GetValueOrDefault(OrderItem.Status)?.S != found.Stored!.Order.Status.ToWire()
            || item.GetValueOrDefault(OrderItem.CustomerId)?.S != found.Stored.Order.CustomerId
            || !AreEqual(item.GetValueOrDefault(OrderItem.ChangeIds), found.ChangeIds)
            || ((changed.Log is [.., { Kind: ChangeKind.Amended }] || !changed.Order.Lines.SequenceEqual(found.Stored.Order.Lines))
                && !OrderItem.Read(item).Stored!.Order.Lines.SequenceEqual(found.Stored.Order.Lines)))
        {
            return Task.FromResult<OrderUpdate>(new OrderUpdate.Lost(OrderItem.Read(item)));
        }

        var written = OrderItem.Write(changed);
        string[] always = [OrderItem.Version, OrderItem.UpdatedAt, OrderItem.ChangeIds, OrderItem.Digest];
        string[] ofStatus = changed.Order.Status == found.Stored.Order.Status ? [] : [OrderItem.Status];
        string[] ofLines = changed.Order.Lines.SequenceEqual(found.Stored.Order.Lines) ? [] : [OrderItem.Lines, OrderItem.Total];
        string[] ofRequest = [OrderItem.DetailsDigest, OrderItem.Log, OrderItem.KeyedRequests];
        var after = item.ToDictionary();
        foreach (var name in always.Concat(ofStatus).Concat(ofLines).Concat(ofRequest.Where(written.ContainsKey)))
        {
            after[name] = written[name];
        }

        _items[changed.Order.Id] = after;
        return Task.FromResult<OrderUpdate>(new OrderUpdate.Written(OrderItem.Read(item), OrderItem.Read(after)));
    }

    /// <summary>Edits the item of an order, as another writer may.</summary>
    public void Edit(OrderId id, Action<Dictionary<string, AttributeValue>> edit)
    {
        var item = _items[id].ToDictionary();
        edit(item);
        _items[id] = item;
    }

    /// <summary>Deletes an order, as another writer may.</summary>
    public void Delete(OrderId id) => _items.Remove(id);

    private static bool AreEqual(AttributeValue? left, AttributeValue? right) => left is null || right is null
        ? left is null && right is null
        : DynamoDbJson.Write(new() { ["value"] = left }) == DynamoDbJson.Write(new() { ["value"] = right });
}

/// <summary>Remembers what was published.</summary>
internal sealed class RecordingPublisher : IOrderEventPublisher
{
    public List<OrderChange> Published { get; } = [];

    public Task PublishAsync(OrderChange change, Action<string> log)
    {
        Published.Add(change);
        return Task.CompletedTask;
    }
}
