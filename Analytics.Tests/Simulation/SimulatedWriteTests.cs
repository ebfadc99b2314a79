using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Xunit;
using static Analytics.Tests.Simulation.TestItems;

namespace Analytics.Tests.Simulation;

/// <summary>What writes of the simulated table do and hand back.</summary>
public sealed class SimulatedWriteTests : IDisposable
{
    private const string Parcels = "parcels";

    private readonly PumpedDynamoDb _dynamoDb = NewDynamoDb(Faults.None);

    public void Dispose() => _dynamoDb.Dispose();

    [Theory]
    [InlineData("NONE", "nothing", "nothing")]
    [InlineData("ALL_OLD", "nothing", "count=1 id=a note=new")]
    [InlineData("ALL_NEW", "count=1 id=a note=new", "count=2 id=a note=new")]
    [InlineData("UPDATED_OLD", "nothing", "count=1 note=new")]
    [InlineData("UPDATED_NEW", "count=1 note=new", "count=2 note=new")]
    public async Task An_update_makes_the_item_or_changes_it_and_hands_back_what_it_is_asked_for(string values, string first, string second)
    {
        var update = Update("SET note = :new, #count = if_not_exists(#count, :zero) + :one REMOVE late");
        update.ReturnValues = ReturnValue.FindValue(values);

        Assert.Equal(first, Told((await _dynamoDb.UpdateItemAsync(update)).Attributes));
        Assert.Equal(second, Told((await _dynamoDb.UpdateItemAsync(update)).Attributes));
        Assert.Equal("count=2 id=a note=new", await FoundAsync());
    }

    [Fact]
    public async Task An_update_that_only_removes_makes_no_item_and_one_without_an_expression_does()
    {
        var update = Update("REMOVE note");
        update.ReturnValues = ReturnValue.ALL_NEW;

        Assert.Equal("nothing", Told((await _dynamoDb.UpdateItemAsync(update)).Attributes));
        Assert.Equal("nothing", await FoundAsync());

        update.UpdateExpression = null;
        Assert.Equal("id=a", Told((await _dynamoDb.UpdateItemAsync(update)).Attributes));
    }

    [Theory]
    [InlineData("attribute_not_exists(id)", false)]
    [InlineData("attribute_exists(id) AND NOT (#count >= :one OR note = :new)", false)]
    [InlineData("#count <> :one", false)]
    [InlineData("#count = :one AND (note = :new OR attribute_not_exists(note))", true)]
    [InlineData("#count < :one OR #count > :zero", true)]
    public async Task A_condition_that_does_not_hold_changes_nothing_and_hands_back_what_is_there(string condition, bool holds)
    {
        await _dynamoDb.PutItemAsync(Parcels, Item(("id", "a"), ("count", 1)));
        var update = Update("ADD #count :one");
        update.ConditionExpression = condition;
        update.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        var delete = new DeleteItemRequest
        {
            TableName = Parcels,
            Key = Item(("id", "a")),
            ConditionExpression = condition,
            ExpressionAttributeNames = update.ExpressionAttributeNames,
            ExpressionAttributeValues = update.ExpressionAttributeValues,
            ReturnValues = ReturnValue.ALL_OLD,
        };

        if (holds)
        {
            Assert.Equal("count=1 id=a", Told((await _dynamoDb.DeleteItemAsync(delete)).Attributes));
            Assert.Equal("nothing", await FoundAsync());
            return;
        }

        var refusal = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => _dynamoDb.UpdateItemAsync(update));
        Assert.Equal("count=1 id=a", Told(refusal.Item));
        Assert.Null((await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => _dynamoDb.DeleteItemAsync(delete))).Item);
        Assert.Equal("count=1 id=a", await FoundAsync());
    }

    [Fact]
    public async Task A_put_and_a_delete_hand_back_what_they_replaced()
    {
        var put = new PutItemRequest { TableName = Parcels, Item = Item(("id", "a"), ("count", 1)), ReturnValues = ReturnValue.ALL_OLD };
        var delete = new DeleteItemRequest { TableName = Parcels, Key = Item(("id", "a")), ReturnValues = ReturnValue.ALL_OLD };

        Assert.Equal("nothing", Told((await _dynamoDb.PutItemAsync(put)).Attributes));
        Assert.Equal("count=1 id=a", Told((await _dynamoDb.PutItemAsync(put)).Attributes));
        Assert.Equal("count=1 id=a", Told((await _dynamoDb.DeleteItemAsync(delete)).Attributes));
        Assert.Equal("nothing", Told((await _dynamoDb.DeleteItemAsync(delete)).Attributes));
        put.ReturnValues = ReturnValue.ALL_NEW;
        await AssertRefusedAsync(() => _dynamoDb.PutItemAsync(put));
    }

    [Theory]
    [InlineData("SET id = :new")] // A part of the key.
    [InlineData("SET note = :new REMOVE note")]
    [InlineData("SET #count = :one ADD #count :one")]
    [InlineData("SET note = missing")]
    public async Task Updates_that_DynamoDB_refuses(string expression) =>
        await AssertRefusedAsync(() => _dynamoDb.UpdateItemAsync(Update(expression)));

    [Fact]
    public async Task A_key_holds_its_attributes_and_no_others()
    {
        var key = Item(("id", "a"), ("note", "new"));

        await AssertRefusedAsync(() => _dynamoDb.GetItemAsync(Parcels, key));
        await AssertRefusedAsync(() => _dynamoDb.DeleteItemAsync(Parcels, key));
    }

    [Fact]
    public async Task A_transaction_with_a_write_that_cannot_be_made_makes_none()
    {
        await _dynamoDb.PutItemAsync(Parcels, Item(("id", "b"), ("count", "many")));
        var request = new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new TransactWriteItem { Put = new Put { TableName = Parcels, Item = Item(("id", "a")) } },
                new TransactWriteItem
                {
                    Update = new Update
                    {
                        TableName = Parcels,
                        Key = Item(("id", "b")),
                        UpdateExpression = "ADD #count :one",
                        ExpressionAttributeNames = new() { ["#count"] = "count" },
                        ExpressionAttributeValues = Item((":one", 1)),
                    },
                },
            ],
        };

        var refusal = await Assert.ThrowsAsync<TransactionCanceledException>(() => _dynamoDb.TransactWriteItemsAsync(request));

        Assert.Equal(["None", "ValidationError"], refusal.CancellationReasons.Select(reason => reason.Code));
        Assert.Equal("nothing", await FoundAsync());
    }

    [Fact]
    public async Task A_transaction_may_be_cancelled_for_reasons_that_pass()
    {
        using var dynamoDb = NewDynamoDb(Faults.None.With(Fault.TransactionCancelled, 1));
        var codes = new HashSet<string>();
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var refusal = await Assert.ThrowsAsync<TransactionCanceledException>(() => dynamoDb.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    TransactItems = [new TransactWriteItem { Put = new Put { TableName = Parcels, Item = Item(("id", "a")) } }],
                }));
            codes.Add(Assert.Single(refusal.CancellationReasons).Code);
        }

        Assert.Equal(["ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"], codes.Order(StringComparer.Ordinal));
    }

    private static PumpedDynamoDb NewDynamoDb(Faults faults) => new(faults, new SimulatedTable(Parcels, "id", null));

    private static UpdateItemRequest Update(string expression) => new()
    {
        TableName = Parcels,
        Key = Item(("id", "a")),
        UpdateExpression = expression,
        ExpressionAttributeNames = new() { ["#count"] = "count" },
        ExpressionAttributeValues = Item((":new", "new"), (":zero", 0), (":one", 1)),
    };

    private async Task<string> FoundAsync() => Told((await _dynamoDb.GetItemAsync(new GetItemRequest
    {
        TableName = Parcels,
        Key = Item(("id", "a")),
        ConsistentRead = true,
    })).Item);
}
