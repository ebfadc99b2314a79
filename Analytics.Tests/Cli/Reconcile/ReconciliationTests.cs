using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Reconcile;
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
using Xunit;

namespace Analytics.Tests.Cli.Reconcile;

public class ReconciliationTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.At("13:00"));
    private string _orders = "";
    private string _aggregates = "";

    public async Task InitializeAsync()
    {
        _orders = await dynamoDb.NewOrdersTableAsync();
        _aggregates = await dynamoDb.NewAggregatesTableAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Orders_that_are_all_counted_make_no_difference()
    {
        var cancelled = Some.Order(2, "12:01");
        await StoreAsync(Some.Order(1));
        await StoreAsync(cancelled.Cancel(Some.At("12:30")));
        await CountAsync(Some.Placed(Some.Order(1)), Some.Placed(cancelled), Some.Cancelled(cancelled));

        var result = await RunAsync();

        Assert.Equal((2L, 2), (result.Orders, result.Minutes));
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task Everything_that_differs_is_named()
    {
        var noon = Minute.Of(Some.At("12:00"));
        await StoreAsync(Some.Order(1, lines: [new("tea", 2, 350), new("mug", 1, 900)]));
        await CountAsync(Some.Placed(Some.Order(3, lines: new OrderLine("tea", 1, 350))));

        Assert.Equal(
            [
                new Difference(noon, "units", "3", "1"),
                new Difference(noon, "revenue USD", "16.00", "3.50"),
                new Difference(noon, "item mug: orders", "1", "0"),
                new Difference(noon, "item mug: units", "1", "0"),
                new Difference(noon, "item mug: revenue USD", "9.00", "0.00"),
                new Difference(noon, "item tea: units", "2", "1"),
                new Difference(noon, "item tea: revenue USD", "7.00", "3.50"),
            ],
            (await RunAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_was_only_under_way_makes_no_difference()
    {
        await StoreAsync(Some.Order(1));
        var looks = 0;

        var result = await RunAsync(_ =>
        {
            if (++looks == 2)
            {
                CountAsync(Some.Placed(Some.Order(1))).GetAwaiter().GetResult();
            }
        });

        Assert.Empty(result.Differences);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task An_item_that_is_no_order_is_named()
    {
        await dynamoDb.Client.PutItemAsync(_orders, new Dictionary<string, AttributeValue> { ["orderId"] = new("nonsense") });

        Assert.Contains("nonsense", Assert.Single((await RunAsync()).Unreadable), StringComparison.Ordinal);
    }

    private Task<ReconciliationResult> RunAsync(Action<string>? log = null)
    {
        _time.AutoAdvanceAmount = TimeSpan.FromSeconds(3);
        var lanes = new LanePlanSource(new DynamoLanePlanStore(dynamoDb.Client, _aggregates), 4, mayWrite: false, _time);
        var store = new DynamoMinuteStore(dynamoDb.Client, _aggregates);
        var rollups = new RollupReader(new DynamoRollupStore(dynamoDb.Client, _aggregates, new Random(1)), store, 4);
        var reader = new AggregateReader(store, rollups, lanes, 4, _time);
        var reconciliation = new Reconciliation(new OrderScan(dynamoDb.Client, _orders, 3), reader, new ImpatientTime(_time));
        return reconciliation.RunAsync(log ?? (_ => { }), default);
    }

    private Task<PutItemResponse> StoreAsync(Order order) => dynamoDb.Client.PutItemAsync(_orders, OrderItem.Write(new StoredOrder(order, "hash")));

    private async Task CountAsync(params OrderChange[] changes)
    {
        var committer = new Committer(new DynamoMinuteStore(dynamoDb.Client, _aggregates), new CommitOptions(), _time, new Random(1));
        foreach (var group in changes.GroupBy(change =>
            LanePlan.Always(4).DocumentOf(Minute.Of(change.PlacedAt), change.Id.Fingerprint())))
        {
            await committer.CommitAsync(new DocumentBatch(group.Key, [.. group]), default);
        }
    }

    /// <summary>The fake's time, whose timers are due at once.</summary>
    private sealed class ImpatientTime(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
