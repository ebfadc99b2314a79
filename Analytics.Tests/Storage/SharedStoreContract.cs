using Amazon.DynamoDBv2.Model;
using Analytics.Core.Goals;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What a store of goals, marks or alerts does, in the emulator and in memory.</summary>
public abstract class SharedStoreContract
{
    private static readonly Mark Newsletter = new("Newsletter", Minute.Of(Some.At("10:05")), null, Some.At("12:00"));

    [Fact]
    public async Task An_entry_is_written_once_and_then_only_as_it_was_read()
    {
        var store = await NewStoreAsync();
        var written = await store.TryPutAsync("a", Newsletter, null, default);
        Assert.Equal((Newsletter, 1L), (written!.Value, written.Revision));
        Assert.Null(await store.TryPutAsync("a", Newsletter, null, default));

        var next = await store.TryPutAsync("a", Newsletter with { Label = "Letter" }, written, default);
        Assert.Equal(("Letter", 2L), (next!.Value!.Label, next.Revision));
        Assert.Null(await store.TryPutAsync("a", Newsletter, written, default));
        Assert.Equal(next, await store.FindAsync("a", default));
    }

    [Fact]
    public async Task The_same_content_of_two_attempts_has_two_tags()
    {
        var store = await NewStoreAsync();
        var first = (await store.TryPutAsync("a", Newsletter, null, default))!;
        await store.TryDeleteAsync(first, default);

        Assert.NotEqual(first.Checksum, (await store.TryPutAsync("a", Newsletter, null, default))!.Checksum);
    }

    [Fact]
    public async Task A_list_has_the_entries_in_order_of_their_ids()
    {
        var store = await NewStoreAsync();
        foreach (var id in new[] { "b", "a", "a-1", "a0" })
        {
            await store.TryPutAsync(id, Newsletter, null, default);
        }

        Assert.Equal(["a", "a-1", "a0", "b"], (await store.ListAsync(default)).Select(entry => entry.Id));
        Assert.Null(await store.FindAsync("c", default));
    }

    [Fact]
    public async Task An_entry_is_deleted_only_as_it_was_read()
    {
        var store = await NewStoreAsync();
        var first = (await store.TryPutAsync("a", Newsletter, null, default))!;
        var second = (await store.TryPutAsync("a", Newsletter, first, default))!;

        Assert.False(await store.TryDeleteAsync(first, default));
        Assert.True(await store.TryDeleteAsync(second, default));
        Assert.False(await store.TryDeleteAsync(second, default));
        Assert.Empty(await store.ListAsync(default));
    }

    [Fact]
    public async Task A_damaged_entry_is_listed_and_can_be_replaced_and_a_newer_one_is_recognised()
    {
        var store = await NewStoreAsync();
        await store.TryPutAsync("a", Newsletter, null, default);
        await store.TryPutAsync("b", Newsletter, null, default);
        await EditAsync("a", item => item["label"] = new AttributeValue("Newspaper"));
        await EditAsync("b", item =>
        {
            item["format"] = new AttributeValue { N = "2" };
            item.Seal();
        });

        var entries = await store.ListAsync(default);
        Assert.Equal([(false, false), (false, true)], entries.Select(entry => (entry.Value is not null, entry.IsNewer)));
        Assert.Equal(Newsletter, (await store.TryPutAsync("a", Newsletter, entries[0], default))!.Value);
    }

    /// <summary>A new store of marks.</summary>
    protected abstract Task<ISharedStore<Mark>> NewStoreAsync();

    /// <summary>Edits an item of the store, as another writer or damage may.</summary>
    protected abstract Task EditAsync(string id, Action<Dictionary<string, AttributeValue>> edit);
}

/// <summary>The store of tests.</summary>
public class InMemorySharedStoreTests : SharedStoreContract
{
    private readonly InMemorySharedStore<Mark> _store = new(new MarkItem());

    protected override Task<ISharedStore<Mark>> NewStoreAsync() => Task.FromResult<ISharedStore<Mark>>(_store);

    protected override Task EditAsync(string id, Action<Dictionary<string, AttributeValue>> edit)
    {
        _store.Edit(id, edit);
        return Task.CompletedTask;
    }
}

/// <summary>The store of the product.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class DynamoSharedStoreTests(DynamoDbFixture dynamoDb) : SharedStoreContract, IClassFixture<DynamoDbFixture>
{
    private string _table = "";

    [Fact]
    public async Task What_other_items_the_table_has_is_in_no_list()
    {
        var marks = await NewStoreAsync();
        await new DynamoSharedStore<Goal>(dynamoDb.Client, _table, new GoalItem(), new Random(2)).TryPutAsync(
            "a", new Goal(SalesFigure.Orders, 1, GoalPeriod.Day, "UTC", Some.At("12:00")), null, default);

        Assert.Empty(await marks.ListAsync(default));
    }

    protected override async Task<ISharedStore<Mark>> NewStoreAsync()
    {
        _table = await dynamoDb.NewAggregatesTableAsync();
        return new DynamoSharedStore<Mark>(dynamoDb.Client, _table, new MarkItem(), new Random(1));
    }

    protected override async Task EditAsync(string id, Action<Dictionary<string, AttributeValue>> edit)
    {
        var item = (await dynamoDb.Client.GetItemAsync(_table, new MarkItem().KeyOf(id), consistentRead: true)).Item;
        edit(item);
        await dynamoDb.Client.PutItemAsync(_table, item);
    }
}
