using Amazon.DynamoDBv2.Model;
using Analytics.Storage;
using Analytics.Tests.Functions.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

[Trait(TestKind.Name, TestKind.Process)]
public class DimensionRegistryTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private string _table = "";

    public async Task InitializeAsync() => _table = await dynamoDb.NewAggregatesTableAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_first_32_values_of_each_dimension_are_counted_separately()
    {
        var registry = Registry();
        for (var number = 0; number < 40; number++)
        {
            var admitted = await registry.AdmitAsync(Some.Slice($"c-{number}", "de"), default);
            Assert.Equal(Some.Slice(number < 32 ? $"c-{number}" : "other", "de"), admitted);
        }

        Assert.Equal(Some.Slice("c-3", "at"), await registry.AdmitAsync(Some.Slice("c-3", "at"), default));
        Assert.Equal(Some.Slice("other", "other"), await registry.AdmitAsync(Some.Slice("other", "other"), default));
    }

    [Fact]
    public async Task Values_that_are_new_at_the_same_time_do_not_compete_for_the_item()
    {
        using var observed = dynamoDb.Observed();
        var registry = new DimensionRegistry(observed, _table);

        var admitted = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(number => registry.AdmitAsync(Some.Slice($"c-{number}", "de"), default)));

        Assert.Equal(DimensionRegistry.MaxValues, admitted.Select(slice => slice["channel"]).Count(value => value != "other"));
        Assert.Equal(DimensionRegistry.MaxValues, observed.Writes.Count);
    }

    [Fact]
    public async Task All_processes_tell_the_same_values_apart()
    {
        var registries = Enumerable.Range(0, 4).Select(_ => Registry()).ToList();
        var admitted = await Task.WhenAll(Enumerable.Range(0, 120).Select(
            number => registries[number % 4].AdmitAsync(Some.Slice($"c-{number % 48}", "de"), default)));

        var values = admitted.Select(slice => slice["channel"]).Where(value => value != "other").Distinct().Order().ToList();
        Assert.Equal(32, values.Count);
        foreach (var registry in registries.Append(Registry()))
        {
            foreach (var value in Enumerable.Range(0, 48).Select(number => $"c-{number}"))
            {
                var expected = values.Contains(value) ? value : "other";
                Assert.Equal(expected, (await registry.AdmitAsync(Some.Slice(value, "de"), default))["channel"]);
            }
        }
    }

    [Fact]
    public async Task Values_of_a_newer_format_are_neither_read_nor_overwritten()
    {
        await Registry().AdmitAsync(Some.Slice("web", "de"), default);
        var key = Assert.Single((await dynamoDb.Client.ScanAsync(new ScanRequest(_table))).Items);
        key["format"] = new AttributeValue { N = $"{DimensionRegistry.Format + 1}" };
        key[ItemChecksum.Name] = ItemChecksum.Of(key, []);
        await dynamoDb.Client.PutItemAsync(_table, key);

        await Assert.ThrowsAsync<IOException>(() => Registry().AdmitAsync(Some.Slice("app", "at"), default));

        var item = Assert.Single((await dynamoDb.Client.ScanAsync(new ScanRequest(_table))).Items);
        Assert.Equal(key[ItemChecksum.Name].S, item[ItemChecksum.Name].S);
    }

    [Fact]
    public async Task Without_the_table_a_value_stays_unless_there_are_32_others()
    {
        var registry = Registry();
        Assert.Equal(Some.Slice("web", "at"), registry.AdmitUnread(Some.Slice("web", "at")));

        for (var number = 0; number < 32; number++)
        {
            await registry.AdmitAsync(Some.Slice($"c-{number}", "de"), default);
        }

        Assert.Equal(Some.Slice("other", "at"), registry.AdmitUnread(Some.Slice("web", "at")));
        Assert.Equal(Some.Slice("c-7", "de"), registry.AdmitUnread(Some.Slice("c-7", "de")));
    }

    [Fact]
    public async Task A_damaged_item_is_replaced_and_a_known_one_is_neither_read_nor_written()
    {
        var registry = Registry();
        await registry.AdmitAsync(Some.Slice("web", "de"), default);
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new("dimensions"), ["sk"] = new("dimensions") };
        var item = (await dynamoDb.Client.GetItemAsync(_table, key, consistentRead: true)).Item;
        item["values"] = new AttributeValue { M = [], IsMSet = true };
        await dynamoDb.Client.PutItemAsync(_table, item);

        await registry.AdmitAsync(Some.Slice("web", "de"), default);
        Assert.False((await dynamoDb.Client.GetItemAsync(_table, key, consistentRead: true)).Item.IsSealed());

        Assert.Equal(Some.Slice("app", "de"), await Registry().AdmitAsync(Some.Slice("app", "de"), default));
        item = (await dynamoDb.Client.GetItemAsync(_table, key, consistentRead: true)).Item;
        Assert.True(item.IsSealed());
        Assert.Equal(["app"], item["values"].M["channel"].L.Select(value => value.S));
    }

    [Fact]
    public async Task A_request_whose_key_has_placed_an_order_registers_no_value()
    {
        var api = new OrdersApi(Registry());
        var answers = new List<int>();
        for (var number = 0; number < 40; number++)
        {
            answers.Add((await api.PlaceAsync(OrdersApi.Order($"\"country\":\"x-{number}\""), ("idempotency-key", "k"))).StatusCode);
        }

        Assert.Equal([200, .. Enumerable.Repeat(422, 39)], answers);
        Assert.Equal(Some.Slice("web", "de"), await Registry().AdmitAsync(Some.Slice("web", "de"), default));
    }

    private DimensionRegistry Registry() => new(dynamoDb.Client, _table);
}
