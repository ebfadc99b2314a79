using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Xunit;
using static Analytics.Tests.Simulation.TestItems;

namespace Analytics.Tests.Simulation;

public sealed class SimulatedIndexTests : IDisposable
{
    private const string Parcels = "parcels";
    private const string ByState = "byState";
    private const string KeysByState = "keysByState";
    private const string ByDue = "byDue";

    private readonly SimulatedTable _table = new(
        Parcels, "shop", "number",
        new SimulatedIndexDefinition(ByState, "state", "due", IndexProjection.All),
        new SimulatedIndexDefinition(KeysByState, "state", "due", IndexProjection.KeysOnly),
        new SimulatedIndexDefinition(ByDue, "due", null, IndexProjection.All));

    private readonly PumpedDynamoDb _dynamoDb;

    public SimulatedIndexTests() => _dynamoDb = new PumpedDynamoDb(Faults.None, _table);

    public void Dispose() => _dynamoDb.Dispose();

    [Theory]
    [InlineData("#state = :state", "1 2 3 4")]
    [InlineData("#state = :state AND #due = :b1", "2")]
    [InlineData("#state = :state AND #due < :b2", "1 2")]
    [InlineData("#state = :state AND #due <= :b2", "1 2 3")]
    [InlineData("#state = :state AND #due > :b1", "3 4")]
    [InlineData("#state = :state AND #due >= :b1", "2 3 4")]
    [InlineData("#state = :state AND #due BETWEEN :b1 AND :b2", "2 3")]
    [InlineData("#state = :state AND begins_with(#due, :b)", "2 3")]
    public async Task A_query_reads_a_range_of_an_index_in_either_direction(string condition, string expected)
    {
        await PutAsync("s2", "4", "open", "c1");
        await PutAsync("s1", "2", "open", "b1");
        await PutAsync("s2", "1", "open", "a1");
        await PutAsync("s1", "3", "open", "b2");
        await PutAsync("s1", "5", "shut", "b1");

        Assert.Equal(expected, await NumbersAsync(Query(condition)));
        var backward = Query(condition);
        backward.ScanIndexForward = false;
        Assert.Equal(string.Join(' ', expected.Split(' ').Reverse()), await NumbersAsync(backward));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_go_on_where_the_last_one_ended_though_sort_keys_repeat(bool isForward)
    {
        var all = Enumerable.Range(1, 9).Select(number => $"{number}").ToList();
        foreach (var number in all)
        {
            await PutAsync($"s{number}", number, "open", string.CompareOrdinal(number, "4") < 0 ? "a" : "b");
        }

        var found = new List<string>();
        var query = Query("#state = :state");
        query.ScanIndexForward = isForward;
        query.Limit = 2;
        do
        {
            var page = await _dynamoDb.QueryAsync(query);
            found.AddRange(page.Items.Select(item => item["number"].S));
            query.ExclusiveStartKey = page.LastEvaluatedKey;
            if (page.LastEvaluatedKey is { } key)
            {
                Assert.Equal(["due", "number", "shop", "state"], key.Keys.Order(StringComparer.Ordinal));
            }
        }
        while (query.ExclusiveStartKey is not null);

        Assert.Equal(all, found.Order(StringComparer.Ordinal));
        Assert.Equal(isForward ? "123" : "456789", string.Concat(found.Take(isForward ? 3 : 6).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Only_items_with_the_keys_of_an_index_are_in_it()
    {
        await PutAsync("s1", "1", "open", "a");
        await _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "2"), ("state", "open")));
        Assert.Equal("1", await NumbersAsync(Query("#state = :state")));

        await UpdateAsync("1", "SET #state = :shut");
        Assert.Equal("", await NumbersAsync(Query("#state = :state")));
        Assert.Equal("1", await NumbersAsync(Query("#state = :shut")));

        await UpdateAsync("1", "REMOVE #state");
        Assert.Equal("", await NumbersAsync(Query("#state = :shut")));

        await UpdateAsync("1", "SET #state = :state");
        Assert.Equal("1", await NumbersAsync(Query("#state = :state")));

        await _dynamoDb.DeleteItemAsync(Parcels, Item(("shop", "s1"), ("number", "1")));
        Assert.Equal("", await NumbersAsync(Query("#state = :state")));
    }

    [Fact]
    public async Task A_write_that_gives_an_index_key_another_type_is_refused()
    {
        await PutAsync("s1", "1", "open", "a");

        await AssertRefusedAsync(() => _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "2"), ("state", 7))));
        await AssertRefusedAsync(() => _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "2"), ("due", ""))));
        await AssertRefusedAsync(() => UpdateAsync("1", "SET #state = :number"));

        // What was there before the index was stays as it is, and is not in it.
        _table.Replace(new ItemKey("s1", "3"), Item(("shop", "s1"), ("number", "3"), ("state", 7), ("due", "a")), DateTimeOffset.UnixEpoch);
        Assert.Equal("1", await NumbersAsync(Query("#state = :state")));
    }

    [Fact]
    public async Task An_index_of_keys_holds_the_keys()
    {
        await PutAsync("s1", "1", "open", "a");
        var query = Query("#state = :state");
        query.IndexName = KeysByState;

        Assert.Equal("due=a number=1 shop=s1 state=open", Told(Assert.Single((await _dynamoDb.QueryAsync(query)).Items)));

        query.ProjectionExpression = "note";
        await AssertRefusedAsync(() => _dynamoDb.QueryAsync(query));
        query.ProjectionExpression = "shop";
        query.FilterExpression = "note = :state";
        await Assert.ThrowsAsync<NotSupportedException>(() => _dynamoDb.QueryAsync(query));
    }

    [Fact]
    public async Task An_index_need_have_no_sort_key()
    {
        await PutAsync("s1", "1", "open", "a");
        await _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "2"), ("due", "a")));
        var query = Query("#due = :state");
        query.IndexName = ByDue;
        query.ExpressionAttributeValues[":state"] = new AttributeValue { S = "a" };
        query.Limit = 1;

        var first = await _dynamoDb.QueryAsync(query);
        Assert.Equal(["due", "number", "shop"], first.LastEvaluatedKey.Keys.Order(StringComparer.Ordinal));
        query.ExclusiveStartKey = first.LastEvaluatedKey;
        var second = await _dynamoDb.QueryAsync(query);

        Assert.Equal(["1", "2"], first.Items.Concat(second.Items).Select(item => item["number"].S).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_index_cannot_do_is_refused()
    {
        var consistent = Query("#state = :state");
        consistent.ConsistentRead = true;
        await AssertRefusedAsync(() => _dynamoDb.QueryAsync(consistent));

        var ofTable = Query("#state = :state");
        ofTable.ExclusiveStartKey = Item(("shop", "s1"), ("number", "1"));
        await AssertRefusedAsync(() => _dynamoDb.QueryAsync(ofTable));

        var elsewhere = Query("#state = :state");
        elsewhere.ExclusiveStartKey = Item(("shop", "s1"), ("number", "1"), ("state", "shut"), ("due", "a"));
        await AssertRefusedAsync(() => _dynamoDb.QueryAsync(elsewhere));

        var unknown = Query("#state = :state");
        unknown.IndexName = "byWeight";
        await Assert.ThrowsAsync<NotSupportedException>(() => _dynamoDb.QueryAsync(unknown));
    }

    [Fact]
    public async Task A_table_itself_is_read_backward_too()
    {
        await PutAsync("s1", "1", "open", "a");
        await PutAsync("s1", "2", "open", "a");
        await PutAsync("s1", "3", "open", "a");
        var query = new QueryRequest
        {
            TableName = Parcels,
            KeyConditionExpression = "shop = :shop AND #number < :three",
            ExpressionAttributeNames = new() { ["#number"] = "number" },
            ExpressionAttributeValues = Item((":shop", "s1"), (":three", "3")),
            ScanIndexForward = false,
            ConsistentRead = true,
        };

        Assert.Equal("2 1", await NumbersAsync(query));
    }

    private static QueryRequest Query(string condition) => new()
    {
        TableName = Parcels,
        IndexName = ByState,
        KeyConditionExpression = condition,
        ExpressionAttributeNames = new() { ["#state"] = "state", ["#due"] = "due" },
        ExpressionAttributeValues = Item((":state", "open"), (":shut", "shut"), (":b1", "b1"), (":b2", "b2"), (":b", "b")),
    };

    private Task<PutItemResponse> PutAsync(string shop, string number, string state, string due) => _dynamoDb.PutItemAsync(
        Parcels, Item(("shop", shop), ("number", number), ("state", state), ("due", due), ("note", "fragile")));

    private Task<UpdateItemResponse> UpdateAsync(string number, string expression) => _dynamoDb.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = Parcels,
        Key = Item(("shop", "s1"), ("number", number)),
        UpdateExpression = expression,
        ExpressionAttributeNames = new() { ["#state"] = "state" },
        ExpressionAttributeValues = Item((":state", "open"), (":shut", "shut"), (":number", 7)),
    });

    private async Task<string> NumbersAsync(QueryRequest query) =>
        string.Join(' ', (await _dynamoDb.QueryAsync(query)).Items.Select(item => item["number"].S));
}
