using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Orders in memory, through the real item form.</summary>
internal sealed class InMemoryOrderStore : IOrderStore
{
    private readonly Dictionary<OrderId, Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> _items = [];

    public IReadOnlyList<Order> Orders => [.. _items.Values.Select(item => OrderItem.Read(item).Order)];

    /// <summary>Stands for a write whose answer was lost and that the SDK made again.</summary>
    public bool RepeatsWrites { get; set; }

    /// <summary>Runs once before the next replacement, as another request may.</summary>
    public Action? BeforeReplace { get; set; }

    public Task<StoredOrder?> FindAsync(OrderId id, CancellationToken cancellationToken) =>
        Task.FromResult(_items.TryGetValue(id, out var item) ? OrderItem.Read(item) : null);

    public async Task<StoredOrder?> TryAddAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        if (await FindAsync(order.Order.Id, cancellationToken) is { } taken)
        {
            return taken;
        }

        _items[order.Order.Id] = OrderItem.Write(order);
        return RepeatsWrites ? order : null;
    }

    public async Task<StoredOrder?> TryReplaceAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        var meanwhile = BeforeReplace;
        BeforeReplace = null;
        meanwhile?.Invoke();
        var current = await FindAsync(order.Order.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Order {order.Order.Id} is gone.");
        if (current.Order.Version != order.Order.Version - 1)
        {
            return current;
        }

        _items[order.Order.Id] = OrderItem.Write(order);
        return null;
    }
}

/// <summary>Remembers what was announced.</summary>
internal sealed class RecordingAnnouncer : IAnnouncer
{
    public List<OrderChange> Announced { get; } = [];

    public Task AnnounceAsync(OrderChange change, Action<string> log)
    {
        Announced.Add(change);
        return Task.CompletedTask;
    }
}

/// <summary>A lane plan in memory.</summary>
internal sealed class InMemoryLanePlanStore : ILanePlanStore
{
    private (LanePlan Plan, long Revision)? _stored;

    public int Reads { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>Is done once, between deciding on a write of such a plan and its arrival.</summary>
    public (Func<LanePlan, bool> Of, Func<Task> Do)? BeforeWrite { get; set; }

    public Task<(LanePlan Plan, long Revision)?> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return IsDown ? throw new IOException("the plan is out of reach") : Task.FromResult(_stored);
    }

    public async Task<bool> TryWriteAsync(LanePlan plan, long readRevision, CancellationToken cancellationToken)
    {
        if (BeforeWrite is { } before && before.Of(plan))
        {
            BeforeWrite = null;
            await before.Do();
        }

        if ((_stored?.Revision ?? 0) != readRevision)
        {
            return false;
        }

        _stored = (plan, readRevision + 1);
        return true;
    }
}
