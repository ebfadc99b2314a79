using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Storage;

[Trait(TestKind.Name, TestKind.Process)]
public sealed class ExtentStoreTests(DynamoDbFixture fixture) : IClassFixture<DynamoDbFixture>, IAsyncLifetime, IDisposable
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));
    private static readonly Minute Day = MinuteRange.DayOf(Noon).From;

    private readonly ObservedDynamoDb _dynamoDb = fixture.Observed();
    private string _table = "";

    public async Task InitializeAsync() => _table = await fixture.NewAggregatesTableAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _dynamoDb.Dispose();

    [Fact]
    public async Task It_is_raised_before_the_first_write_to_a_higher_lane_or_an_earlier_day_and_no_other()
    {
        var store = new DynamoMinuteStore(_dynamoDb, _table);
        DocumentKey[] keys =
        [
            new(1, Noon), new(0, Noon), new(1, Noon.Plus(1)), new(1, Noon.Plus(1440)),
            new(2, Noon.Plus(1440)), new(0, Noon.Plus(-1440)), new(2, Noon.Plus(-700)),
        ];
        foreach (var key in keys)
        {
            Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(Write(key, 1), [], default));
        }

        Assert.Equal(
            [
                "extent", "minute#1#2026-11-23", "minute#0#2026-11-23", "minute#1#2026-11-23", "minute#1#2026-11-24",
                "extent", "minute#2#2026-11-24", "extent", "minute#0#2026-11-22", "minute#2#2026-11-23",
            ],
            _dynamoDb.Writes);
        Assert.Equal(new DocumentExtent(2, Day.Plus(-1440)), await store.ReadExtentAsync(default));
    }

    [Fact]
    public async Task It_is_raised_before_the_segment_and_the_transaction_too()
    {
        var store = new DynamoMinuteStore(_dynamoDb, _table);

        await store.TryWriteAsync(
            Write(new DocumentKey(1, Noon), 1, maxHeadBytes: 0), [RollupPeriod.Of(RollupLength.Quarter, Noon)], default);

        Assert.Equal(["extent", "minute-segments#1#2026-11-23", "minute#1#2026-11-23 quarter#2026-11-23"], _dynamoDb.Writes);
    }

    [Fact]
    public async Task A_warm_writer_does_not_read_it_for_what_it_knows_to_be_covered()
    {
        var extent = new ExtentStore(_dynamoDb, _table);
        await extent.CoverAsync(new DocumentKey(3, Noon), default);
        var gets = _dynamoDb.Gets;

        await extent.CoverAsync(new DocumentKey(2, Noon.Plus(5)), default);

        Assert.Equal((gets, 1), (_dynamoDb.Gets, _dynamoDb.Writes.Count));
    }

    [Fact]
    public async Task A_writer_that_finds_its_document_covered_by_another_writes_nothing()
    {
        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(3, Noon), default);

        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(2, Noon), default);

        Assert.Single(_dynamoDb.Writes);
    }

    // one     reads: nothing                    writes: lost  reads, writes both
    // other                     lane 7, written
    [Fact]
    public async Task Of_two_that_raise_it_at_once_neither_undoes_the_other()
    {
        var (one, other) = (new ExtentStore(_dynamoDb, _table), new ExtentStore(fixture.Client, _table));
        _dynamoDb.BeforeWrite = () => other.CoverAsync(new DocumentKey(7, Noon), default);

        await one.CoverAsync(new DocumentKey(2, Noon.Plus(-1440)), default);

        Assert.Equal(new DocumentExtent(7, Day.Plus(-1440)), await one.ReadAsync(default));
        Assert.Equal(2, _dynamoDb.Writes.Count);
    }

    [Fact]
    public async Task Many_that_raise_it_at_once_are_all_covered()
    {
        var keys = Enumerable.Range(0, 24).Select(number => new DocumentKey(number * 7 % 24, Noon.Plus(-1440 * (number * 5 % 24))))
            .ToList();

        await Task.WhenAll(keys.Select(key => new ExtentStore(fixture.Client, _table).CoverAsync(key, default)));

        Assert.Equal(new DocumentExtent(23, Day.Plus(-23 * 1440)), await new ExtentStore(fixture.Client, _table).ReadAsync(default));
    }

    [Theory]
    [InlineData("highestLane", "13")]
    [InlineData("firstDay", "2026-11-23T00:00Zx")]
    [InlineData("firstDay", "7")]
    [InlineData("checksum", "00000000")]
    [InlineData("checksum", "")]
    [InlineData("checksum", "7")]
    [InlineData("checksum", null)]
    public async Task A_damaged_item_stands_for_everything_and_is_mended_by_the_next_writer(string attribute, string? value)
    {
        var extent = new ExtentStore(_dynamoDb, _table);
        await extent.CoverAsync(new DocumentKey(3, Noon), default);
        await EditAsync(attribute, value);

        Assert.Equal(DocumentExtent.Everything, await extent.ReadAsync(default));
        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(1, Noon), default);

        Assert.True((await ItemAsync()).IsSealed());
        Assert.Equal(DocumentExtent.Everything, await extent.ReadAsync(default));
    }

    [Fact]
    public async Task An_item_of_a_newer_format_stands_for_everything_and_is_left_as_it_is()
    {
        var extent = new ExtentStore(_dynamoDb, _table);
        await extent.CoverAsync(new DocumentKey(3, Noon), default);
        var item = await ItemAsync();
        item["format"] = new AttributeValue { N = "2" };
        await fixture.Client.PutItemAsync(_table, item.Seal());
        _dynamoDb.Writes.Clear();

        Assert.Equal(DocumentExtent.Everything, await extent.ReadAsync(default));
        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(9, Noon.Plus(-1440)), default);

        Assert.Empty(_dynamoDb.Writes);
        Assert.Equal("2", (await ItemAsync())["format"].N);
    }

    // one     reads: damaged                     writes: lost   reads: whole
    // other                    mends it
    [Fact]
    public async Task Of_two_that_mend_it_at_once_the_second_finds_it_whole()
    {
        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(3, Noon), default);
        await EditAsync("highestLane", "13");
        _dynamoDb.Writes.Clear();
        _dynamoDb.BeforeWrite = () => new ExtentStore(fixture.Client, _table).CoverAsync(new DocumentKey(1, Noon), default);

        await new ExtentStore(_dynamoDb, _table).CoverAsync(new DocumentKey(2, Noon), default);

        Assert.Single(_dynamoDb.Writes);
        Assert.Equal(DocumentExtent.Everything, await new ExtentStore(_dynamoDb, _table).ReadAsync(default));
    }

    [Fact]
    public async Task Every_flipped_bit_of_it_is_found()
    {
        var extent = new ExtentStore(_dynamoDb, _table);
        await extent.CoverAsync(new DocumentKey(3, Noon), default);
        var item = await ItemAsync();
        Assert.Equal(["checksum", "firstDay", "format", "highestLane", "pk", "sk"], item.Keys.Order(StringComparer.Ordinal));

        for (var seed = 0; seed < 100; seed++)
        {
            var flipped = item.ToDictionary(
                attribute => attribute.Key, attribute => new AttributeValue { S = attribute.Value.S, N = attribute.Value.N });
            Assert.True(!Flips.TryFlip(flipped, new Random(seed)) || !flipped.IsSealed());
        }
    }

    // A reader that knew the first lane only would miss the others.
    [Fact]
    public async Task A_warm_reader_sees_the_first_document_of_a_higher_lane_and_of_an_earlier_day()
    {
        var time = new FakeTimeProvider(Some.At("12:05"));
        var store = new DynamoMinuteStore(fixture.Client, _table);
        var rollups = new RollupReader(new DynamoRollupStore(fixture.Client, _table, new Random(1)), store, 4);
        var reader = new AggregateReader(store, rollups, 4, time);
        var writer = new DynamoMinuteStore(_dynamoDb, _table);
        var range = new MinuteRange(Noon.Plus(-2 * 1440), Noon.Plus(5));

        Assert.Equal(0, await OrdersAsync());
        await writer.TryWriteAsync(Write(new DocumentKey(0, Noon), 1), RollupPeriod.Around(Noon), default);
        Assert.Equal(1, await OrdersAsync());
        await writer.TryWriteAsync(Write(new DocumentKey(9, Noon), 2), RollupPeriod.Around(Noon), default);
        Assert.Equal(2, await OrdersAsync());
        await writer.TryWriteAsync(Write(new DocumentKey(4, Noon.Plus(-1440)), 3), RollupPeriod.Around(Noon.Plus(-1440)), default);
        Assert.Equal(3, await OrdersAsync());

        async Task<long> OrdersAsync() =>
            (await reader.ReadAsync(new ReadPlan([range]), withItems: false, default)).TotalsOf(range).Orders;
    }

    [Fact]
    public void An_extent_is_read_by_day_and_lane_with_the_minutes_of_each_day()
    {
        var extent = new DocumentExtent(1, Day);
        var (from, noonTomorrow) = (Day.Plus(-5 * 1440 + 7), Noon.Plus(1440));

        Assert.Equal(
            [
                (0, new MinuteRange(Day, Day.Plus(1440))), (1, new MinuteRange(Day, Day.Plus(1440))),
                (0, new MinuteRange(Day.Plus(1440), noonTomorrow)), (1, new MinuteRange(Day.Plus(1440), noonTomorrow)),
            ],
            extent.Partitions(new MinuteRange(from, noonTomorrow)));
        var minutes = new MinuteRange(Noon, Noon.Plus(3));
        Assert.Equal([(0, minutes), (1, minutes)], extent.Partitions(minutes));
        Assert.Empty(extent.Partitions(new MinuteRange(from, Day)));
        Assert.Empty(extent.Partitions(new MinuteRange(Noon, Noon)));
    }

    private static MinuteWrite Write(DocumentKey key, int order, int maxHeadBytes = 10_000)
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(order) with { Lane = key.Lane, PlacedAt = key.Minute.Start, UpdatedAt = key.Minute.Start }));
        return new CachedDocument(key).Next(delta, "w", Some.At("12:30"), maxHeadBytes);
    }

    private async Task<Dictionary<string, AttributeValue>> ItemAsync() => (await fixture.Client.GetItemAsync(
        _table, new() { ["pk"] = new() { S = "extent" }, ["sk"] = new() { S = "extent" } }, consistentRead: true)).Item;

    // A short number is one, anything else a text, and null nothing at all.
    private async Task EditAsync(string attribute, string? value)
    {
        var item = await ItemAsync();
        item.Remove(attribute);
        if (value is not null)
        {
            item[attribute] = value.Length is 1 or 2 ? new AttributeValue { N = value } : new AttributeValue { S = value };
        }

        await fixture.Client.PutItemAsync(_table, item);
    }
}
