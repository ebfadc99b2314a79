using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Functions.Drift;
using Analytics.Storage;
using Analytics.Tests.Functions.Metrics;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Drift;

/// <summary>What a scheduled check finds and reports. It is 13:00 by the shop's clock: 12:15 to 12:30 is the last closed quarter.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class DriftFunctionTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private readonly RecordingSink _metrics = new();
    private readonly RecordingContext _context = new();
    private ShopTables _shop = null!;

    public async Task InitializeAsync() => _shop = await ShopTables.NewAsync(dynamoDb);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Aggregates_that_are_right_are_reported_as_0()
    {
        await PlaceAsync(Some.Order(1, "12:20"), Some.Order(2, "00:00"));

        await CheckAsync();

        Assert.Equal([("Drift", 0.0), ("Drift", 0.0)], Reported());
        Assert.DoesNotContain(_context.Lines, line => line.Contains("event=drift ", StringComparison.Ordinal));
        Assert.Contains(_context.Lines, line => line.Contains(
            "event=driftChecked from=2026-11-23T12:15Z to=2026-11-23T12:30Z orders=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_that_was_not_counted_is_drift_and_the_line_says_which_command_shows_it()
    {
        await PlaceAsync(Some.Order(1, "12:20"));
        await _shop.StoreAsync(Some.Order(2, "12:21"));

        await CheckAsync();

        Assert.True(Reported()[0].Value > 0);
        var line = Assert.Single(_context.Lines, line => line.StartsWith("error event=drift ", StringComparison.Ordinal));
        Assert.Contains(
            "run=\"./run reconcile --orders-table orders --aggregates-table aggregates --from 2026-11-23T12:15Z --to 2026-11-23T12:30Z\"",
            line, StringComparison.Ordinal);
        Assert.Contains("first=\"2026-11-23T12:21Z orders: orders 1, aggregates 0\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12:31")]
    [InlineData("12:44")]
    [InlineData("12:59")]
    public async Task An_order_whose_quarter_ended_less_than_20_minutes_ago_may_be_on_its_way(string at)
    {
        await PlaceAsync(Some.Order(1, "12:20"));
        await _shop.StoreAsync(Some.Order(2, at));

        await CheckAsync();

        Assert.All(Reported(), metric => Assert.Equal(("Drift", 0.0), metric));
    }

    [Fact]
    public async Task A_change_that_is_counted_between_two_looks_is_no_drift()
    {
        await PlaceAsync(Some.Order(1, "12:20"));
        await _shop.StoreAsync(Some.Order(2, "12:21"));
        _context.OnLine = line => line.Contains("comparing again", StringComparison.Ordinal)
            ? _shop.CountAsync(Some.Placed(Some.Order(2, "12:21")))
            : Task.CompletedTask;

        await CheckAsync();

        Assert.All(Reported(), metric => Assert.Equal(("Drift", 0.0), metric));
    }

    [Fact]
    public async Task A_minute_whose_order_the_index_lacks_is_left_to_reconcile()
    {
        var order = Some.Order(1, "12:20");
        await _shop.CountAsync(Some.Placed(order));
        var item = OrderItem.Write(new StoredOrder(order, "hash"));
        item.Remove(OrderItem.PlacedIn);
        await _shop.StoreAsync(item);
        await _shop.StoreAsync(Some.Order(2, "12:25"));

        await CheckAsync();

        Assert.Contains(("DriftNotCompared", 1.0), Reported());
        Assert.Contains(_context.Lines, line => line.StartsWith("warning event=driftNotCompared ", StringComparison.Ordinal));
        Assert.Contains(_context.Lines, line => line.Contains("first=\"2026-11-23T12:25Z orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deleted_order_that_was_subtracted_is_no_reason_to_leave_its_minute_out()
    {
        var order = Some.Order(1, "12:20");
        await _shop.CountAsync(Some.Placed(order));
        await _shop.CountAsync(Analytics.Core.Changes.ChangeSource.TableStream, Some.Streamed(order, null, 7));

        await CheckAsync();

        Assert.All(Reported(), metric => Assert.Equal(("Drift", 0.0), metric));
    }

    [Fact]
    public async Task Every_quarter_of_the_last_days_is_chosen_sooner_or_later_and_none_before_the_first_day()
    {
        await PlaceAsync(Some.Order(1, "00:00"));
        var checker = Checker(new Random(1));
        var chosen = new HashSet<MinuteRange>();
        for (var i = 0; i < 1_000; i++)
        {
            var ranges = await checker.ChooseAsync(default);
            Assert.Equal(Quarter("12:15"), ranges[0]);
            chosen.Add(ranges[1]);
        }

        // From midnight to 12:15 there are 49 quarters, and the day is the first one on which anything was counted.
        Assert.Equal(Enumerable.Range(0, 49).Select(number => Quarter("00:00", number)), chosen.OrderBy(range => range.From));
    }

    [Fact]
    public async Task Of_a_quarter_with_many_orders_only_a_run_of_minutes_is_chosen()
    {
        var head = MinuteItem.KeyOf(new DocumentKey(0, Minute.Of(Some.At("12:20"))));
        await PlaceAsync(Some.Order(1, "12:20"), Some.Order(2, "12:22"));
        await _shop.EditAsync(head, item => item[MinuteItem.Orders] = new AttributeValue { N = $"{DriftChecker.MaxOrders + 1}" });
        var checker = Checker(new Random(1));
        for (var i = 0; i < 100; i++)
        {
            var range = (await checker.ChooseAsync(default))[0];
            Assert.True(
                range.Minutes is >= 1 and < 15 && (!range.Contains(Minute.Of(Some.At("12:20"))) || range.Minutes == 1), $"{range}");
        }
    }

    [Fact]
    public async Task Of_a_busy_quarter_each_minute_is_chosen_about_as_often_as_any_other()
    {
        var orders = Enumerable.Range(0, 15).Select(minute => Some.Order(minute + 1, $"12:{15 + minute}")).ToArray();
        await PlaceAsync(orders);
        foreach (var order in orders)
        {
            await _shop.EditAsync(
                MinuteItem.KeyOf(new DocumentKey(0, Minute.Of(order.PlacedAt))),
                item => item[MinuteItem.Orders] = new AttributeValue { N = $"{DriftChecker.MaxOrders / 5}" });
        }

        var checker = Checker(new Random(1));
        var times = new int[15];
        for (var i = 0; i < 300; i++)
        {
            var range = (await checker.ChooseAsync(default))[0];
            Assert.Equal(5, range.Minutes);
            for (var minute = range.From; minute < range.To; minute = minute.Plus(1))
            {
                times[minute.Number - Minute.Of(Some.At("12:15")).Number]++;
            }
        }

        // The mean is 100. Minutes at the ends have fewer runs that contain them.
        Assert.All(times, count => Assert.InRange(count, 30, 170));
    }

    private static MinuteRange Quarter(string at, int later = 0) =>
        new RollupPeriod(RollupLength.Quarter, Minute.Of(Some.At(at)).Plus(15 * later)).Minutes;

    private async Task PlaceAsync(params Order[] orders)
    {
        foreach (var order in orders)
        {
            await _shop.StoreAsync(order);
            await _shop.CountAsync(Some.Placed(order));
        }
    }

    private async Task CheckAsync()
    {
        var function = new DriftFunction(
            Checker(new Random(1)), _metrics, "./run reconcile --orders-table orders --aggregates-table aggregates", _shop.Time);
        await function.HandleAsync(Stream.Null, _context);
    }

    private DriftChecker Checker(Random random)
    {
        var index = new OrderTableReader(null, new OrderIndex(dynamoDb.Client, _shop.OrdersTable, _shop.Impatient), _shop.Impatient);
        return new DriftChecker(
            new AggregateComparer(index, _shop.Minutes, _shop.Rollups, _shop.Impatient), _shop.Minutes, random, _shop.Impatient);
    }

    private List<(string Name, double Value)> Reported() => [.. _metrics.Data.Select(datum => (datum.MetricName, datum.Value ?? -1))];
}
