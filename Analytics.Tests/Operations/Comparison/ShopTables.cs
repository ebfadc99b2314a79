using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Operations.Import;
using Analytics.Storage;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Operations.Comparison;

/// <summary>An orders and an aggregates table in the emulator, and what works on them.</summary>
internal sealed class ShopTables
{
    private readonly DynamoDbFixture _dynamoDb;

    private ShopTables(DynamoDbFixture dynamoDb, string orders, string aggregates)
    {
        _dynamoDb = dynamoDb;
        (OrdersTable, AggregatesTable) = (orders, aggregates);
        Orders = new OrderTableReader(
            new OrderScan(dynamoDb.Client, orders, 3), new OrderIndex(dynamoDb.Client, orders, Impatient), Impatient);
        Minutes = new DynamoMinuteStore(dynamoDb.Client, aggregates);
        Rollups = new DynamoRollupStore(dynamoDb.Client, aggregates, new Random(1));
    }

    public FakeTimeProvider Time { get; } = new(Some.At("13:00")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public string OrdersTable { get; }

    public string AggregatesTable { get; }

    public OrderTableReader Orders { get; }

    public DynamoMinuteStore Minutes { get; }

    public DynamoRollupStore Rollups { get; }

    /// <summary>The clock, whose timers are due at once.</summary>
    public TimeProvider Impatient => new ImpatientTime(Time);

    /// <summary>Imports orders of the past.</summary>
    /// <param name="seed">Seed of the change ids; two importers with the same one would give an order the same id.</param>
    /// <param name="rate">Maximum number of orders per second; null for no limit.</param>
    public OrderImporter Importer(int seed = 1, int? rate = null) => new(
        new DynamoOrderStore(_dynamoDb.Client, OrdersTable, TimeProvider.System),
        new CountedOrderStore(_dynamoDb.Client, OrdersTable, AggregatesTable, TimeProvider.System), Minutes,
        new ImportPace(rate, TimeProvider.System), TimeProvider.System, new Random(seed),
        new DimensionRegistry(_dynamoDb.Client, AggregatesTable));

    public static async Task<ShopTables> NewAsync(DynamoDbFixture dynamoDb) =>
        new(dynamoDb, await dynamoDb.NewOrdersTableAsync(), await dynamoDb.NewAggregatesTableAsync());

    public Task StoreAsync(Order order) => _dynamoDb.Client.PutItemAsync(OrdersTable, OrderItem.Write(new StoredOrder(order, "hash")));

    /// <summary>Stores an item of the orders table as it is.</summary>
    public Task StoreAsync(Dictionary<string, AttributeValue> item) => _dynamoDb.Client.PutItemAsync(OrdersTable, item);

    public Task DeleteAsync(Order order) => _dynamoDb.Client.DeleteItemAsync(OrdersTable, OrderItem.KeyOf(order.Id));

    /// <summary>Counts changes as the analytics function does when they come from Kinesis.</summary>
    public Task CountAsync(params OrderChange[] changes) => CountAsync(ChangeSource.Kinesis, changes);

    /// <summary>Counts changes as the analytics function does.</summary>
    public async Task CountAsync(ChangeSource source, params OrderChange[] changes)
    {
        var committer = new Committer(Minutes, new CommitOptions(), Impatient, new Random(1));
        var table = ChangeTable.Of(changes);
        var (first, moved) = DocumentBatch.Sort(table, Enumerable.Range(0, table.Count));
        foreach (var document in first.Concat(moved))
        {
            await committer.CommitAsync(document, source, new CommitResult(), default);
        }
    }

    public static DocumentKey KeyOf(Order order) => new(order.Lane, Minute.Of(order.PlacedAt));

    /// <summary>What a reader of the aggregates is told of the day so far.</summary>
    public async Task<Tally> TodayAsync()
    {
        var reader = new AggregateReader(Minutes, new RollupReader(Rollups, Minutes, 4), 4, Time);
        var day = new MinuteRange(Minute.Of(Some.Day), Minute.Of(Some.Day.AddDays(1)));
        return (await reader.ReadAsync(new ReadPlan([day]) { Items = ItemSelection.All }, withItems: true, default)).ItemsOf(day);
    }

    /// <summary>Changes an item of the aggregates table by hand, in such a way that it looks whole.</summary>
    public async Task EditAsync(Dictionary<string, AttributeValue> key, Action<Dictionary<string, AttributeValue>> edit)
    {
        var item = (await _dynamoDb.Client.GetItemAsync(AggregatesTable, key)).Item;
        edit(item);
        string[] uncovered = [RollupItem.Invalidations, RollupItem.InvalidationsCheck];
        item[ItemChecksum.Name] = ItemChecksum.Of(item, item.ContainsKey(RollupItem.SumOf) ? uncovered : []);
        await _dynamoDb.Client.PutItemAsync(AggregatesTable, item);
    }

    /// <summary>Changes an item of the aggregates table so that its checksum does not match any more.</summary>
    public async Task DamageAsync(Dictionary<string, AttributeValue> key, Action<Dictionary<string, AttributeValue>> edit)
    {
        var item = (await _dynamoDb.Client.GetItemAsync(AggregatesTable, key)).Item;
        edit(item);
        await _dynamoDb.Client.PutItemAsync(AggregatesTable, item);
    }

    public Task RemoveAsync(Dictionary<string, AttributeValue> key) => _dynamoDb.Client.DeleteItemAsync(AggregatesTable, key);

    /// <summary>The key of a document's first segment, into which its first change ids have moved.</summary>
    public async Task<Dictionary<string, AttributeValue>> FirstSegmentAsync(DocumentKey document)
    {
        var segment = MinuteSegmentItem.Write((await Minutes.FindSegmentsAsync(document, 0, default))[0]);
        return new() { [MinuteItem.PartitionKey] = segment[MinuteItem.PartitionKey], [MinuteItem.SortKey] = segment[MinuteItem.SortKey] };
    }

    public Task<ComparisonResult> CompareAsync(MinuteRange? range = null, Action<string>? say = null) =>
        new AggregateComparer(Orders, Minutes, Rollups, Impatient).RunAsync(range, new Told(say), default);

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

        public void Complete()
        {
        }
    }

    /// <summary>A clock whose timers are due at once.</summary>
    internal sealed class ImpatientTime(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
