using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Streams;
using Xunit;
using static Analytics.Tests.Simulation.TestItems;
using Record = Amazon.DynamoDBStreams.Model.Record;
using StreamValue = Amazon.DynamoDBStreams.Model.AttributeValue;

namespace Analytics.Tests.Simulation;

public sealed class SimulatedTableStreamsTests : IDisposable
{
    private const string Parcels = "parcels";
    private const string Shops = "shops";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly World _world;
    private readonly SimulatedDynamoDb _dynamoDb;
    private readonly SimulatedTableStreams _parcels;
    private readonly SimulatedTableStreams _shops;

    public SimulatedTableStreamsTests()
    {
        var random = new RandomStreams(1);
        var injection = new FaultInjection(Faults.None, random);
        var (parcels, shops) = (new SimulatedTable(Parcels, "shop", "number"), new SimulatedTable(Shops, "shop", null));
        _world = new World(random, Noon);
        _dynamoDb = new SimulatedDynamoDb(_world, new Network(_world, injection), injection, GuardRemoval.None, parcels, shops);
        _parcels = new SimulatedTableStreams(_world, injection, GuardRemoval.None, parcels);
        _shops = new SimulatedTableStreams(_world, injection, GuardRemoval.None, shops);
        _parcels.Stream.Create(2);
        _shops.Stream.Create(1);
    }

    public void Dispose()
    {
        _dynamoDb.Dispose();
        _parcels.Dispose();
        _shops.Dispose();
    }

    [Fact]
    public void Every_write_that_changes_something_gives_a_record()
    {
        Run(async () =>
        {
            await _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "1"), ("weight", 3)));
            await AddAsync(1);
            await _dynamoDb.DeleteItemAsync(Parcels, Item(("shop", "s1"), ("number", "1")));
            await _dynamoDb.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                TransactItems =
                [
                    new TransactWriteItem { Put = new Put { TableName = Parcels, Item = Item(("shop", "s1"), ("number", "2")) } },
                ],
            });
        });

        Assert.Equal(
            [
                "INSERT number=1 shop=s1: nothing -> number=1 shop=s1 weight=3",
                "MODIFY number=1 shop=s1: number=1 shop=s1 weight=3 -> number=1 shop=s1 weight=4",
                "REMOVE number=1 shop=s1: number=1 shop=s1 weight=4 -> nothing",
                "INSERT number=2 shop=s1: nothing -> number=2 shop=s1",
            ],
            Records(_parcels).Select(Told));

        static string Told(Record record) =>
            $"{record.EventName} {Images(record.Dynamodb.Keys)}: {Images(record.Dynamodb.OldImage)} -> {Images(record.Dynamodb.NewImage)}";
    }

    [Fact]
    public void A_write_that_changes_nothing_gives_none()
    {
        var item = Item(("shop", "s1"), ("number", "1"), ("weight", 3));
        Run(async () =>
        {
            await _dynamoDb.PutItemAsync(Parcels, item);
            await _dynamoDb.PutItemAsync(Parcels, item);
            await _dynamoDb.PutItemAsync(
                Parcels, Item(("shop", "s1"), ("number", "1"), ("weight", new Amazon.DynamoDBv2.Model.AttributeValue { N = "3.0" })));
            await AddAsync(0);
            await _dynamoDb.DeleteItemAsync(Parcels, Item(("shop", "s1"), ("number", "2")));
            await _dynamoDb.TransactWriteItemsAsync(new TransactWriteItemsRequest
            {
                TransactItems =
                [
                    new TransactWriteItem
                    {
                        ConditionCheck = new ConditionCheck
                        {
                            TableName = Parcels,
                            Key = Item(("shop", "s1"), ("number", "1")),
                            ConditionExpression = "attribute_exists(shop)",
                        },
                    },
                ],
            });
        });

        Assert.Single(Records(_parcels));
    }

    [Fact]
    public void Records_are_numbered_in_order_known_by_ids_of_their_own_and_have_the_whole_second_of_the_write()
    {
        var times = new List<DateTime>();
        Run(async () =>
        {
            for (var weight = 1; weight <= 20; weight++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(700), _world.Services.Time);
                await _dynamoDb.PutItemAsync(Parcels, Item(("shop", "s1"), ("number", "1"), ("weight", weight)));
                times.Add(Records(_parcels)[^1].Dynamodb.ApproximateCreationDateTime!.Value);
                Assert.InRange(_world.Now.UtcDateTime - times[^1], TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
                await _dynamoDb.PutItemAsync(Shops, Item(("shop", "s1"), ("parcels", weight)));
            }
        });

        var records = Records(_parcels);
        Assert.All(times, time => Assert.Equal(0, time.Ticks % TimeSpan.TicksPerSecond));
        Assert.Equal(records.Select(record => record.Dynamodb.NewImage["weight"].N), Enumerable.Range(1, 20).Select(Text));
        Assert.Equal(20, records.Select(record => record.Dynamodb.SequenceNumber).Distinct().Count());
        Assert.Equal(40, records.Concat(Records(_shops)).Select(record => record.EventID).Distinct().Count());

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>All records of a stream in order of their sequence numbers.</summary>
    private static List<Record> Records(SimulatedTableStreams streams) => [.. streams.Stream.Shards
        .SelectMany(shard => shard.HasMore(0) ? shard.Read(0, 100) : [])
        .OrderBy(entry => entry.SequenceNumber, StringComparer.Ordinal)
        .Select(entry => entry.Record)];

    private static string Images(Dictionary<string, StreamValue>? image) => image is null
        ? "nothing"
        : string.Join(' ', image.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}={image[name].S ?? image[name].N}"));

    private void Run(Func<Task> writes) => _world.Run(_world.Services, writes);

    private Task<UpdateItemResponse> AddAsync(int weight) => _dynamoDb.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = Parcels,
        Key = Item(("shop", "s1"), ("number", "1")),
        UpdateExpression = "ADD weight :weight",
        ExpressionAttributeValues = Item((":weight", weight)),
    });
}
