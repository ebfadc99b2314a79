using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Operations.Rebuild;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Operations.Rebuild;

/// <summary>Edits by other writers whose records the table stream delivers only after a repair has read the orders.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class EditsInFlightTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly RebuildOptions Write = new(Write: true, WithOrphans: false, OrdersFrom.Index);

    private readonly Order _first = Some.Order(1, "09:00");
    private ShopTables _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await ShopTables.NewAsync(dynamoDb);
        await _shop.StoreAsync(_first);
        await _shop.CountAsync(Some.Placed(_first));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // Its id cannot be known, but the document remembers when its orders were read.
    [Fact]
    public async Task An_edit_that_was_in_flight_during_a_repair_counts_no_more_when_it_arrives()
    {
        var edited = _first with { Lines = [new OrderLine("tea", 7, 350)] };
        await _shop.StoreAsync(edited);
        await RepairsAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, edited));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_edit_of_a_damaged_document_counts_once_after_the_document_was_replaced()
    {
        var edited = _first with { Lines = [new OrderLine("tea", 7, 350)] };
        await _shop.StoreAsync(edited);
        await _shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_first)), item => item[MinuteItem.Units].N = "77");
        await RepairsAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, edited));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_was_deleted_in_flight_during_a_repair_counts_again_when_it_is_put_back()
    {
        await _shop.DeleteAsync(_first);
        await RebuildAsync((await _shop.CompareAsync()).WrongDocuments, Write with { WithOrphans = true });
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, null, record: 1));
        Assert.Empty((await _shop.CompareAsync()).Differences);

        await _shop.StoreAsync(_first);
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, _first, record: 5_000));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    // The deletion was quarantined, since the document was unreadable, and is redriven after the repair.
    [Fact]
    public async Task An_order_that_had_left_a_replaced_document_is_not_subtracted_and_counts_when_it_is_put_back()
    {
        await ReplaceWithoutFirstAsync();
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, null, record: 1));
        Assert.Empty((await _shop.CompareAsync()).Differences);

        await _shop.StoreAsync(_first);
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, _first, record: 5_000));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_placement_that_is_redelivered_after_its_order_had_left_a_replaced_document_counts_no_more()
    {
        await ReplaceWithoutFirstAsync();

        await _shop.CountAsync(Some.Placed(_first));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, null, record: 2));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(Some.Placed(_first), record: 1));
        await _shop.CountAsync(Some.Placed(_first));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_was_put_back_after_its_document_was_replaced_counts_once_however_often_its_records_come()
    {
        await ReplaceWithoutFirstAsync();
        await _shop.StoreAsync(_first);

        for (var delivery = 0; delivery < 2; delivery++)
        {
            await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, _first, record: 5_000));
            await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, null, record: 1));
        }

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    // All three were made before the repair read the orders, and two of them were in quarantine.
    [Fact]
    public async Task A_placement_that_is_redriven_after_the_deletion_of_its_order_counts_no_more_in_a_replaced_document()
    {
        var placed = Some.Order(5, "09:00");
        var edited = placed with { ChangeIds = [], Lines = [new OrderLine("tea", 7, 350)] };
        await ReplaceWithoutFirstAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(edited, null, record: 3));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, placed, record: 1));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(placed, edited, record: 2));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    // Kinesis delivers the placement first. The repair did not find the order, so its older deletion must count.
    [Fact]
    public async Task An_order_that_was_deleted_before_a_repair_and_that_Kinesis_brings_after_it_is_taken_back()
    {
        var placed = Some.Order(5, "09:00");
        await RepairAnythingAsync();

        await _shop.CountAsync(Some.Placed(placed));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, placed, record: 1), Some.Streamed(placed, null, record: 2));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    // It was made while the orders were read, and may be in the sums or not.
    [Fact]
    public async Task An_edit_that_was_made_during_a_repair_is_repaired_by_the_next()
    {
        var edited = _first with { Lines = [new OrderLine("tea", 7, 350)] };
        await _shop.StoreAsync(edited);
        await RepairsAsync();
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(_first, edited, record: 5_000));

        await RepairsAsync();

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    // The index does not name it, and the document does not know it: a repair of a range cannot find it.
    [Fact]
    public async Task An_order_that_a_repair_did_not_find_counts_when_it_arrives_and_so_does_its_next_edit()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        var edited = imported with { Lines = [new OrderLine("jar", 4, 100)] };
        await StoreOutsideTheIndexAsync(edited);
        await RepairAnythingAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, imported, record: 1));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(imported, edited, record: 2));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_a_repair_did_not_find_counts_with_its_next_edit_in_one_batch()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        var edited = imported with { Lines = [new OrderLine("jar", 4, 100)] };
        await StoreOutsideTheIndexAsync(edited);
        await RepairAnythingAsync();

        await _shop.CountAsync(
            ChangeSource.TableStream, Some.Streamed(null, imported, record: 1), Some.Streamed(imported, edited, record: 2));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_a_time_to_live_removed_before_a_repair_counts_when_it_arrives()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        await RepairAnythingAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, imported, record: 1));

        Assert.Equal(2, (await _shop.TodayAsync()).Totals.Orders);
    }

    [Fact]
    public async Task An_edit_of_an_order_that_the_next_repair_finds_counts_no_more()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        await StoreOutsideTheIndexAsync(imported);
        await RepairAnythingAsync();
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, imported, record: 1));
        var edited = imported with { Lines = [new OrderLine("jar", 4, 100)] };
        await StoreOutsideTheIndexAsync(edited);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await RepairsAsync();

        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(imported, edited, record: 2));

        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_damaged_document_is_replaced_with_orders_that_the_index_does_not_name()
    {
        var imported = Some.Order(5, "09:00", lines: new OrderLine("jar", 1, 100)) with { ChangeIds = [] };
        await StoreOutsideTheIndexAsync(imported);
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, imported, record: 1));
        await _shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_first)), item => item[MinuteItem.Units].N = "77");

        await RepairsAsync();
    }

    // Deletes the first order from the table, and replaces its document, which was damaged, by one with another order.
    private async Task ReplaceWithoutFirstAsync()
    {
        await _shop.StoreAsync(Some.Order(2, "09:00"));
        await _shop.CountAsync(Some.Placed(Some.Order(2, "09:00")));
        await _shop.DeleteAsync(_first);
        await _shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_first)), item => item[MinuteItem.Units].N = "77");
        await RepairsAsync();
    }

    private Task StoreOutsideTheIndexAsync(Order order)
    {
        var item = OrderItem.Write(new StoredOrder(order, "hash"));
        item.Remove(OrderItem.PlacedIn);
        return _shop.StoreAsync(item);
    }

    // Repairs the document for another reason.
    private async Task RepairAnythingAsync()
    {
        await _shop.EditAsync(MinuteItem.KeyOf(ShopTables.KeyOf(_first)), item => item[MinuteItem.Units].N = "77");
        await RebuildAsync([ShopTables.KeyOf(_first)], Write);
    }

    private async Task RepairsAsync()
    {
        var found = await _shop.CompareAsync();
        Assert.NotEmpty(found.Differences);
        await RebuildAsync(found.WrongDocuments, Write);
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    private Task<RebuildResult> RebuildAsync(IReadOnlyCollection<DocumentKey> documents, RebuildOptions options) =>
        new Rebuilder(_shop.Orders, _shop.Minutes, _shop.Rollups, _shop.Time, new Random(7))
            .RunAsync(documents, [], options, new ShopTables.Told(), default);
}
