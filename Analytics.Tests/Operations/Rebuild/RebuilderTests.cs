using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Operations.Rebuild;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Operations.Rebuild;

[Trait(TestKind.Name, TestKind.Process)]
public class RebuilderTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly RebuildOptions Write = new(Write: true, WithOrphans: false, OrdersFrom.Index);

    private readonly Order _first = Some.Order(1, "09:00");
    private readonly Order _second = Some.Order(2, "09:00", Some.Eur, new OrderLine("mug", 3, 900));
    private ShopTables _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await ShopTables.NewAsync(dynamoDb);
        await _shop.StoreAsync(_first);
        await _shop.StoreAsync(Some.Cancel(_second));
        await _shop.CountAsync(Some.Placed(_first), Some.Placed(_second), Some.Cancelled(_second));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_right_is_left_alone()
    {
        var before = await _shop.Minutes.ReadHeadAsync(ShopTables.KeyOf(_first), default);

        var result = await RebuildAsync([ShopTables.KeyOf(_first), ShopTables.KeyOf(_second)], Write);

        Assert.Empty(result.Repaired);
        Assert.Equal(before!.Revision, (await _shop.Minutes.ReadHeadAsync(before.Key, default))!.Revision);
    }

    [Fact]
    public async Task A_total_that_was_changed_by_hand_is_repaired()
    {
        await EditAsync(_first, item =>
        {
            item[MinuteItem.Units].N = "77";
            item[MinuteItem.Revenue].M["JPY"] = new AttributeValue { N = "5" };
        });

        await RepairsAsync();
    }

    // This is what has to be run once after customers are counted for the first time.
    [Fact]
    public async Task A_document_of_a_version_that_did_not_count_customers_is_completed()
    {
        await _shop.TodayAsync();
        var head = (await _shop.Minutes.ReadHeadAsync(ShopTables.KeyOf(_first), default))!;
        var old = new Tally();
        old.AddWithoutCustomers(head.Tally);
        await EditAsync(_first, item =>
            item[MinuteItem.Items] = new AttributeValue { B = new MemoryStream(ItemsFormat.Encode(old).ToArray()) });

        Assert.Contains("customers", (await _shop.CompareAsync()).Differences.Select(difference => difference.What));
        await RepairsAsync();
    }

    [Fact]
    public async Task A_document_that_is_missing_is_made_again_and_what_comes_later_still_counts_once()
    {
        await _shop.RemoveAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_second)));

        await RepairsAsync();

        await _shop.CountAsync(Some.Placed(_first), Some.Placed(_second), Some.Cancelled(_second));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_counted_twice_because_its_change_was_forgotten_counts_once_again()
    {
        await EditAsync(_first, item => item[MinuteItem.ChangeIds] = new AttributeValue { B = new MemoryStream() });
        await _shop.CountAsync(Some.Placed(_first));
        Assert.Equal("2", (await _shop.CompareAsync()).Differences[0].Aggregates);

        await RepairsAsync();
    }

    [Fact]
    public async Task A_forgotten_change_is_known_again_before_it_counts_again()
    {
        await EditAsync(_second, item => item[MinuteItem.ChangeIds] = new AttributeValue { B = new MemoryStream() });

        await RepairsAsync();

        await _shop.CountAsync(Some.Placed(_second), Some.Cancelled(_second));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_change_that_is_counted_ahead_of_its_source_is_recognised_when_it_arrives()
    {
        var cancelled = Some.Cancel(_first);
        await _shop.StoreAsync(cancelled);

        await RepairsAsync();

        await _shop.CountAsync(OrderChange.Published(_first, cancelled));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, cancelled));
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
    public async Task A_rollup_that_is_wrong_by_itself_is_summed_anew()
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

        var result = await RebuildAsync(found.WrongDocuments, Write with { Write = false });

        Assert.Equal(found.WrongDocuments, result.Repaired);
        Assert.Equal(found.Differences, (await _shop.CompareAsync()).Differences);
    }

    // Its deletion may still be in flight and would take it back a second time.
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
                var cancelled = Some.Cancel(_first);
                await _shop.StoreAsync(cancelled);
                await _shop.CountAsync(OrderChange.Published(_first, cancelled));
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

    // Half of the orders would be an answer that looks right.
    [Fact]
    public async Task A_damaged_document_of_many_orders_is_replaced_by_one_write()
    {
        foreach (var number in Enumerable.Range(10, 400))
        {
            await _shop.StoreAsync(Some.Order(number, lines: [new OrderLine(new string('s', 64), 1, 100), new OrderLine("tea", 1, 5)]) with
            {
                Lane = _first.Lane, PlacedAt = _first.PlacedAt,
            });
        }

        var key = ShopTables.KeyOf(_first);
        await _shop.DamageAsync(MinuteItem.KeyOf(key), item => item[MinuteItem.Units].N = "77");

        await RepairsAsync();

        var head = (await _shop.Minutes.ReadDocumentAsync(key, default)).Head!;
        Assert.InRange(head.Segments.Count, 2, 10);
        Assert.NotNull(head.State.RebuiltAt);
        Assert.Equal(head.State.RebuiltAt, head.State.ReplacedAt);
    }

    [Fact]
    public async Task A_damaged_document_is_written_anew()
    {
        await _shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_first)), item => item[MinuteItem.Units].N = "77");

        await RepairsAsync();

        await _shop.CountAsync(Some.Placed(_first), Some.Placed(_second), Some.Cancelled(_second));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_another_program_made_is_known_after_a_repair()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        await _shop.StoreAsync(imported);

        await RepairsAsync();
    }

    [Fact]
    public async Task An_order_that_is_not_in_the_index_is_repaired_without_a_range()
    {
        var item = OrderItem.Write(new StoredOrder(Some.Order(3, "09:00"), "hash"));
        item.Remove(OrderItem.PlacedIn);
        await _shop.StoreAsync(item);
        var found = await _shop.CompareAsync();
        Assert.NotEmpty(found.Differences);

        await RebuildAsync(found.WrongDocuments, Write with { From = OrdersFrom.Table });

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public void A_repair_of_very_many_orders_is_cut_into_writes_that_fit()
    {
        var orders = new ExpectedDocument();
        foreach (
            var order in Enumerable.Range(1, 3_000).Select(number => Some.Order(number, lines: new OrderLine($"sku {number:D60}", 1, 100))))
        {
            orders.Orders.Add(order);
            orders.Tally.Add(Tally.Of([order]));
            orders.Ids.AddRange(order.ChangeIds);
        }

        var wrong = new Tally();
        wrong.Add(orders.Tally);
        var hashes = orders.Orders.Select(order => ChangeId.HashOf(order.Id)).ToHashSet();
        var sums = new Tally();
        foreach (var stored in new[] { StoredDocument.None, new StoredDocument(wrong, new HashSet<ChangeId>()) })
        {
            var repair = Repair.Of(stored, orders, hashes, Some.At("13:00"), new Random(1));
            Assert.True(repair.Deltas.Count > 1);
            Assert.All(repair.Deltas, delta => Assert.InRange(SegmentBytes(delta), 1, 380_000));
            Assert.Equal(3_000, repair.Deltas.Sum(delta => delta.Ids.Count));
            foreach (var delta in repair.Deltas)
            {
                sums.Add(delta.Tally);
            }
        }

        Assert.Equal(orders.Tally, sums);
    }

    private static int SegmentBytes(TallyDelta delta) =>
        new CachedDocument(new DocumentKey(0, default)).Next(delta, "w", Some.At("12:00"), maxHeadBytes: 0).Segment is { } segment
            ? segment.Items.Length + 8 * segment.Ids.Count + 200
            : 0;

    private async Task RepairsAsync()
    {
        var found = await _shop.CompareAsync();
        Assert.NotEmpty(found.Differences);

        var result = await RebuildAsync(found.WrongDocuments, Write);

        Assert.Equal(found.WrongDocuments.Order(ByText).ToList(), result.Repaired.Order(ByText).ToList());
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    private static Comparer<DocumentKey> ByText =>
        Comparer<DocumentKey>.Create((left, right) => string.CompareOrdinal($"{left}", $"{right}"));

    private Task<RebuildResult> RebuildAsync(
        IReadOnlyCollection<DocumentKey> documents, RebuildOptions options, IReadOnlyCollection<RollupPeriod>? rollups = null,
        Func<Task>? beforeWrite = null)
    {
        var minutes = new BusyMinuteStore(_shop.Minutes, beforeWrite);
        return new Rebuilder(_shop.Orders, minutes, _shop.Rollups, _shop.Time, new Random(7))
            .RunAsync(documents, rollups ?? [], options, new ShopTables.Told(), default);
    }

    private Task EditAsync(Order order, Action<Dictionary<string, AttributeValue>> edit) =>
        _shop.EditAsync(MinuteItem.KeyOf(ShopTables.KeyOf(order)), edit);

    /// <summary>A store in which something happens before each write.</summary>
    private sealed class BusyMinuteStore(IMinuteStore inner, Func<Task>? beforeWrite) : IMinuteStore
    {
        public Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken) => inner.ReadExtentAsync(cancellationToken);

        public Task CoverAsync(DocumentKey key, CancellationToken cancellationToken) => inner.CoverAsync(key, cancellationToken);

        public Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken) =>
            inner.ReadHeadAsync(key, cancellationToken);

        public IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
            int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable, CancellationToken cancellationToken) =>
            inner.ReadHeadsAsync(lane, range, unreadable, cancellationToken);

        public Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken) =>
            inner.FindSegmentsAsync(key, from, cancellationToken);

        public IAsyncEnumerable<MinuteSums> ReadSumsAsync(int lane, MinuteRange range, SumsRead read,
            CancellationToken cancellationToken) =>
            inner.ReadSumsAsync(lane, range, read, cancellationToken);

        public async Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            await (beforeWrite?.Invoke() ?? Task.CompletedTask);
            return await inner.TryWriteAsync(write, invalidated, cancellationToken);
        }

        public Task<bool> TryReplaceDamagedAsync(
            DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
            CancellationToken cancellationToken) => inner.TryReplaceDamagedAsync(key, contents, writer, at, invalidated, cancellationToken);
    }
}
