using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Comparison;
using Analytics.Cli.Rebuild;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Cli.Comparison;
using Analytics.Tests.Functions.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Rebuild;

public class RebuilderTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly RebuildOptions Write = new(Write: true, WithOrphans: false);

    private readonly Order _first = Some.Order(1, "09:00");
    private readonly Order _second = Some.Order(2, "09:00", Some.Eur, new OrderLine("mug", 3, 900));
    private ShopTables _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await ShopTables.NewAsync(dynamoDb);
        await _shop.StoreAsync(_first);
        await _shop.StoreAsync(_second.Cancel(Some.At("09:10")));
        await _shop.CountAsync(Some.Placed(_first), Some.Placed(_second), Some.Cancelled(_second));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_right_is_left_alone()
    {
        var before = await _shop.Minutes.ReadPartsAsync(ShopTables.KeyOf(Some.Placed(_first)), default);

        var result = await RebuildAsync([ShopTables.KeyOf(Some.Placed(_first)), ShopTables.KeyOf(Some.Placed(_second))], Write);

        Assert.Empty(result.Repaired);
        Assert.Equal(before[0].Revision, (await _shop.Minutes.ReadPartsAsync(before[0].Key, default))[0].Revision);
    }

    [Fact]
    public async Task A_total_that_was_changed_by_hand_is_put_right()
    {
        await EditAsync(_first, item =>
        {
            item[MinuteItem.Units].N = "77";
            item[MinuteItem.Revenue].M["JPY"] = new AttributeValue { N = "5" };
        });

        await RepairsAsync();
    }

    [Fact]
    public async Task A_document_that_is_missing_is_made_again_and_what_comes_later_still_counts_once()
    {
        await _shop.RemoveAsync(ShopTables.FirstPart(ShopTables.KeyOf(Some.Placed(_second))));

        await RepairsAsync();

        await _shop.CountAsync(Some.Placed(_first), Some.Placed(_second), Some.Cancelled(_second));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_counted_twice_because_its_identity_was_forgotten_counts_once_again()
    {
        await EditAsync(_first, item => item[MinuteItem.Seen] = new AttributeValue { B = new MemoryStream() });
        await _shop.CountAsync(Some.Placed(_first));
        Assert.Equal("2", (await _shop.CompareAsync()).Differences[0].Aggregates);

        await RepairsAsync();
    }

    [Fact]
    public async Task A_forgotten_identity_is_remembered_before_it_counts_again()
    {
        await EditAsync(_second, item => item[MinuteItem.Seen] = new AttributeValue { B = new MemoryStream() });

        await RepairsAsync();

        await _shop.CountAsync(Some.Placed(_second), Some.Cancelled(_second));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_change_that_is_counted_ahead_of_its_road_is_recognised_when_it_comes()
    {
        var cancelled = _first.Cancel(Some.At("10:00"));
        await _shop.StoreAsync(cancelled);

        await RepairsAsync();

        await _shop.CountAsync(OrderChange.Create(_first, cancelled));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_rollup_is_wrong_no_longer_once_its_minutes_are_right()
    {
        await EditAsync(_first, item => item[MinuteItem.Orders].N = "5");
        Assert.Equal(5, (await _shop.TodayAsync()).Totals.Orders);

        await RepairsAsync();

        Assert.Equal(1, (await _shop.TodayAsync()).Totals.Orders);
    }

    [Fact]
    public async Task A_rollup_that_is_wrong_by_itself_is_added_up_anew()
    {
        var quarter = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(_first.PlacedAt));
        await _shop.TodayAsync();
        await _shop.EditAsync(RollupItem.KeyOf(quarter), item => item[MinuteItem.Orders].N = "5");
        var found = await _shop.CompareAsync();

        var result = await RebuildAsync(found.WrongDocuments, Write, found.WrongRollups);

        Assert.Equal((0, 1), (result.Repaired.Count, result.Rollups));
        await _shop.TodayAsync();
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        await EditAsync(_first, item => item[MinuteItem.Units].N = "77");
        var found = await _shop.CompareAsync();

        var result = await RebuildAsync(found.WrongDocuments, new RebuildOptions(Write: false, WithOrphans: false));

        Assert.Equal(found.WrongDocuments, result.Repaired);
        Assert.Equal(found.Differences, (await _shop.CompareAsync()).Differences);
    }

    // Its deletion may still be under way and would take it back a second time.
    [Fact]
    public async Task A_minute_that_counted_a_deleted_order_is_left_alone_unless_it_is_said()
    {
        await _shop.DeleteAsync(_first);
        var found = await _shop.CompareAsync();

        Assert.Single((await RebuildAsync(found.WrongDocuments, Write)).Orphaned);
        Assert.NotEmpty((await _shop.CompareAsync()).Differences);

        await RebuildAsync(found.WrongDocuments, Write with { WithOrphans = true });
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_document_that_others_write_to_is_looked_at_again()
    {
        await EditAsync(_first, item => item[MinuteItem.Units].N = "77");
        var rounds = 0;

        var result = await RebuildAsync((await _shop.CompareAsync()).WrongDocuments, Write, beforeWrite: async () =>
        {
            // The order is cancelled and counted between the reading and the write.
            if (++rounds == 1)
            {
                var cancelled = _first.Cancel(Some.At("10:00"));
                await _shop.StoreAsync(cancelled);
                await _shop.CountAsync(OrderChange.Create(_first, cancelled));
            }
        });

        Assert.Equal((1, 0, 2), (result.Repaired.Count, result.Contended.Count, rounds));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_document_that_others_write_to_at_every_try_is_left_alone_and_named()
    {
        await EditAsync(_first, item => item[MinuteItem.Units].N = "77");
        var found = await _shop.CompareAsync();

        var result = await RebuildAsync(found.WrongDocuments, Write, beforeWrite: () =>
            EditAsync(_first, item => item[MinuteItem.Revision].N =
                (long.Parse(item[MinuteItem.Revision].N, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(found.WrongDocuments, result.Contended);
    }

    [Fact]
    public void A_repair_of_very_many_orders_is_cut_into_writes_that_fit()
    {
        var orders = new DocumentOrders();
        foreach (var order in Enumerable.Range(1, 3_000).Select(number => Some.Order(number, lines: new OrderLine($"sku {number:D60}", 1, 100))))
        {
            orders.Orders.Add(order);
            orders.Tally.Add(Tally.Of([order]));
            orders.Identities.Add(new ChangeId(order.Id, 1).Fingerprint().Identity);
        }

        var wrong = new DocumentCounts();
        wrong.Tally.Add(orders.Tally);
        var sums = new Tally();
        foreach (var repair in new[] { Repair.Of(DocumentCounts.None, orders), Repair.Of(wrong, orders) })
        {
            Assert.True(repair.Contributions.Count > 1);
            Assert.All(repair.Contributions, contribution => Assert.InRange(
                MinuteItemBytes(contribution), 1, 380_000));
            Assert.Equal(3_000, repair.Contributions.Sum(contribution => contribution.Identities.Count));
            foreach (var contribution in repair.Contributions)
            {
                sums.Add(contribution.Tally);
            }
        }

        Assert.Equal(orders.Tally, sums);
    }

    private static int MinuteItemBytes(TallyDelta contribution) =>
        new CachedDocument(new DocumentKey(0, default)).Next(contribution, "w", Some.At("12:00"), partBytesMax: 0).Piece is { } piece
            ? piece.Items.Length + 8 * piece.Seen.Count + 200
            : 0;

    private async Task RepairsAsync()
    {
        var found = await _shop.CompareAsync();
        Assert.NotEmpty(found.Differences);

        var result = await RebuildAsync(found.WrongDocuments, Write);

        Assert.Equal(found.WrongDocuments.Order(ByText).ToList(), result.Repaired.Order(ByText).ToList());
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    private static Comparer<DocumentKey> ByText => Comparer<DocumentKey>.Create((left, right) => string.CompareOrdinal($"{left}", $"{right}"));

    private Task<RebuildResult> RebuildAsync(
        IReadOnlyCollection<DocumentKey> documents, RebuildOptions options, IReadOnlyCollection<RollupPeriod>? rollups = null,
        Func<Task>? beforeWrite = null)
    {
        var minutes = new BusyMinuteStore(_shop.Minutes, beforeWrite);
        return new Rebuilder(_shop.Orders, minutes, _shop.Rollups, _shop.Lanes, _shop.Time, new Random(7))
            .RunAsync(documents, rollups ?? [], options, new ShopTables.Told(), default);
    }

    private Task EditAsync(Order order, Action<Dictionary<string, AttributeValue>> edit) =>
        _shop.EditAsync(ShopTables.FirstPart(ShopTables.KeyOf(Some.Placed(order))), edit);

    /// <summary>A store in which something happens before each write.</summary>
    private sealed class BusyMinuteStore(IMinuteStore inner, Func<Task>? beforeWrite) : IMinuteStore
    {
        public Task<IReadOnlyList<MinuteHead>> ReadPartsAsync(DocumentKey key, CancellationToken cancellationToken) =>
            inner.ReadPartsAsync(key, cancellationToken);

        public Task<IReadOnlyList<MinuteSegment>> FindPiecesAsync(DocumentKey key, int from, CancellationToken cancellationToken) =>
            inner.FindPiecesAsync(key, from, cancellationToken);

        public IAsyncEnumerable<MinuteSegment> FindPiecesAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            inner.FindPiecesAsync(lane, range, cancellationToken);

        public IAsyncEnumerable<MinuteHead> ReadPartsAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            inner.ReadPartsAsync(lane, range, cancellationToken);

        public async Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
        {
            await (beforeWrite?.Invoke() ?? Task.CompletedTask);
            return await inner.TryWriteAsync(write, over, cancellationToken);
        }

        public Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            inner.FirstMinuteAsync(lane, range, cancellationToken);

        public IAsyncEnumerable<MinuteSums> ReadRangeAsync(int lane, MinuteRange range, SumsRead read, CancellationToken cancellationToken) =>
            inner.ReadRangeAsync(lane, range, read, cancellationToken);
    }
}
