using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Comparison;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Cli.Comparison;

/// <summary>An orders and an aggregates table in the emulator, and what works on them.</summary>
internal sealed class ShopTables
{
    private readonly DynamoDbFixture _dynamoDb;

    private ShopTables(DynamoDbFixture dynamoDb, string orders, string aggregates)
    {
        _dynamoDb = dynamoDb;
        (OrdersTable, AggregatesTable) = (orders, aggregates);
        Orders = new OrderScan(dynamoDb.Client, orders, 3);
        Minutes = new DynamoMinuteStore(dynamoDb.Client, aggregates);
        Rollups = new DynamoRollupStore(dynamoDb.Client, aggregates, new Random(1));
        Lanes = new LanePlanSource(new DynamoLanePlanStore(dynamoDb.Client, aggregates), 4, LanePlanUse.Answering, Time);
    }

    public FakeTimeProvider Time { get; } = new(Some.At("13:00")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public string OrdersTable { get; }

    public string AggregatesTable { get; }

    public OrderScan Orders { get; }

    public DynamoMinuteStore Minutes { get; }

    public DynamoRollupStore Rollups { get; }

    public LanePlanSource Lanes { get; }

    /// <summary>The clock, whose timers are due at once.</summary>
    public TimeProvider Impatient => new ImpatientTime(Time);

    public static async Task<ShopTables> NewAsync(DynamoDbFixture dynamoDb) =>
        new(dynamoDb, await dynamoDb.NewOrdersTableAsync(), await dynamoDb.NewAggregatesTableAsync());

    public Task StoreAsync(Order order) => _dynamoDb.Client.PutItemAsync(OrdersTable, OrderItem.Write(new StoredOrder(order, "hash")));

    public Task DeleteAsync(Order order) =>
        _dynamoDb.Client.DeleteItemAsync(OrdersTable, new() { [OrderItem.Key] = new AttributeValue(order.Id.ToString()) });

    /// <summary>Counts changes as the analytics function does.</summary>
    public async Task CountAsync(params OrderChange[] changes)
    {
        var committer = new Committer(Minutes, new CommitOptions(), Time, new Random(1));
        foreach (var group in changes.GroupBy(change => KeyOf(change)))
        {
            await committer.CommitAsync(DocumentBatch.Of(group.Key, [.. group]), Road.Fast, default);
        }
    }

    public static DocumentKey KeyOf(OrderChange change) =>
        LanePlan.Always(4).DocumentOf(Minute.Of(change.PlacedAt), change.Id.Fingerprint());

    /// <summary>What a reader of the aggregates is told of the day so far.</summary>
    public async Task<Tally> TodayAsync()
    {
        var reader = new AggregateReader(Minutes, new RollupReader(Rollups, Minutes, 4), Lanes, 4, Time);
        var day = new MinuteRange(Minute.Of(Some.Day), Minute.Of(Some.Day.AddDays(1)));
        return (await reader.ReadAsync(day, Steps.Whole(day), withItems: true, _ => { }, default)).Steps.GetValueOrDefault(day.From) ?? new Tally();
    }

    /// <summary>Changes an item of the aggregates table by hand.</summary>
    public async Task EditAsync(Dictionary<string, AttributeValue> key, Action<Dictionary<string, AttributeValue>> edit)
    {
        var item = (await _dynamoDb.Client.GetItemAsync(AggregatesTable, key)).Item;
        edit(item);
        await _dynamoDb.Client.PutItemAsync(AggregatesTable, item);
    }

    public Task RemoveAsync(Dictionary<string, AttributeValue> key) => _dynamoDb.Client.DeleteItemAsync(AggregatesTable, key);

    /// <summary>The key of the first part of a document.</summary>
    public static Dictionary<string, AttributeValue> FirstPart(DocumentKey document) => new()
    {
        [MinuteItem.PartitionKey] = new AttributeValue(MinuteItem.PartitionOf(document.Lane)),
        [MinuteItem.SortKey] = new AttributeValue(MinuteItem.SortOf(document.Minute, 0)),
    };

    /// <summary>The key of a document's first piece, into which its first identities have moved.</summary>
    public async Task<Dictionary<string, AttributeValue>> FirstPieceAsync(DocumentKey document)
    {
        var piece = MinuteSegmentItem.Write((await Minutes.FindPiecesAsync(document, 0, default))[0]);
        return new() { [MinuteItem.PartitionKey] = piece[MinuteItem.PartitionKey], [MinuteItem.SortKey] = piece[MinuteItem.SortKey] };
    }

    public Task<ComparisonResult> CompareAsync(MinuteRange? range = null, Action<string>? say = null) =>
        new Comparer(Orders, Minutes, Rollups, Lanes, Impatient).RunAsync(range, new Told(say), default);

    /// <summary>Takes what a comparison says.</summary>
    internal sealed class Told(Action<string>? say = null) : IComparisonProgress
    {
        private long _scanned;

        public long Items => Interlocked.Read(ref _scanned);

        public void Say(string line) => say?.Invoke(line);

        public void Begin(long estimate)
        {
        }

        public void Scanned(int items) => Interlocked.Add(ref _scanned, items);

        public void End()
        {
        }
    }

    private sealed class ImpatientTime(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
