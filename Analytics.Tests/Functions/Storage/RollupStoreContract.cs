using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

/// <summary>What every store of rollups keeps to, together with the minutes that make them stale; run on the fake and on the emulator.</summary>
public abstract class RollupStoreContract
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));
    private static readonly RollupPeriod Quarter = new(RollupLength.Quarter, Noon);
    private static readonly RollupPeriod Day = RollupPeriod.Of(RollupLength.Day, Noon);

    private protected abstract Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync();

    [Fact]
    public async Task A_sum_reads_back_as_it_was_kept_with_its_items_or_without()
    {
        var (_, rollups) = await NewStoresAsync();
        var sum = Sum(Some.Order(1, currency: Some.Jpy, lines: new OrderLine("抹茶", 2, 350)), Some.Order(2));

        Assert.True(await rollups.TryKeepAsync(Quarter, sum, 0, default));

        var whole = (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: true, default))[Quarter];
        Assert.Equal((0, sum.CommittedAt), (whole.Late, whole.Sum!.CommittedAt));
        Assert.Equal(sum.Tally, whole.Sum.Tally);
        var lean = (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: false, default))[Quarter];
        Assert.Equal(sum.Tally.Totals, lean.Sum!.Tally.Totals);
    }

    [Fact]
    public async Task A_sum_of_nothing_is_kept_too()
    {
        var (_, rollups) = await NewStoresAsync();

        await rollups.TryKeepAsync(Day, RollupSum.Nothing, 0, default);

        var read = (await rollups.ReadAsync(RollupLength.Day, Day.Minutes, withItems: true, default))[Day].Sum!;
        Assert.Equal((true, null), (read.Tally.IsEmpty, read.CommittedAt));
    }

    [Fact]
    public async Task A_late_change_makes_the_sums_of_its_periods_stale_and_no_others()
    {
        var (minutes, rollups) = await NewStoresAsync();
        var next = new RollupPeriod(RollupLength.Quarter, Quarter.End);
        await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), 0, default);
        await rollups.TryKeepAsync(next, Sum(Some.Order()), 0, default);
        await rollups.TryKeepAsync(Day, Sum(Some.Order()), 0, default);

        Assert.IsType<HeadWrite.Written>(await minutes.TryWriteAsync(Part(1, "late"), [Quarter, Day], default));

        var quarters = await rollups.ReadAsync(RollupLength.Quarter, Day.Minutes, withItems: false, default);
        var days = await rollups.ReadAsync(RollupLength.Day, Day.Minutes, withItems: false, default);
        Assert.Equal((1, null), (quarters[Quarter].Late, quarters[Quarter].Sum));
        Assert.NotNull(quarters[next].Sum);
        Assert.Equal((1, null), (days[Day].Late, days[Day].Sum));
    }

    [Fact]
    public async Task A_sum_is_not_kept_when_a_late_change_came_after_the_late_count_was_read()
    {
        var (minutes, rollups) = await NewStoresAsync();
        await minutes.TryWriteAsync(Part(1, "late"), [Quarter], default);

        Assert.False(await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), lateBefore: 0, default));
        Assert.True(await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), lateBefore: 1, default));
        Assert.NotNull((await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: true, default))[Quarter].Sum);
    }

    [Fact]
    public async Task A_write_that_loses_its_race_makes_nothing_stale_and_is_told_what_is_there()
    {
        var (minutes, rollups) = await NewStoresAsync();
        await minutes.TryWriteAsync(Part(1, "first"), [], default);
        await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), 0, default);

        var lost = Assert.IsType<HeadWrite.Lost>(await minutes.TryWriteAsync(Part(2, "second"), [Quarter, Day], default));

        Assert.Equal("first", lost.Current?.Writer);
        Assert.Equal(0, (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: false, default))[Quarter].Late);
    }

    [Fact]
    public async Task A_sum_that_is_marked_stale_is_unknown_until_it_is_made_again()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), 0, default);

        await rollups.MarkStaleAsync(Quarter, default);

        Assert.Equal(new RollupState(1, null), (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: false, default))[Quarter]);
    }

    [Fact]
    public async Task Parts_of_a_range_are_those_of_its_lane_with_everything_in_them()
    {
        var (minutes, _) = await NewStoresAsync();
        var part = Part(1, "w");
        await minutes.TryWriteAsync(part, [], default);
        var read = new List<MinuteHead>();
        await foreach (var found in minutes.ReadPartsAsync(0, MinuteRange.Of(Noon), default))
        {
            read.Add(found);
        }

        await foreach (var found in minutes.ReadPartsAsync(0, new MinuteRange(Noon.Plus(1), Noon.Plus(9)), default))
        {
            read.Add(found);
        }

        Assert.Equal((part.Part.Key, part.Part.Writer), (Assert.Single(read).Key, read[0].Writer));
        Assert.Equal(part.Part.Seen, read[0].Seen);
    }

    [Fact]
    public async Task The_first_minute_of_a_range_is_the_lane_s_own()
    {
        var (minutes, _) = await NewStoresAsync();
        await minutes.TryWriteAsync(Part(1, "w"), [], default);

        Assert.Equal(Noon, await minutes.FirstMinuteAsync(0, new MinuteRange(Noon, Noon.Plus(1)), default));
        Assert.Equal(Noon, await minutes.FirstMinuteAsync(0, new MinuteRange(Noon.Plus(-1000), Noon.Plus(1000)), default));
        Assert.Null(await minutes.FirstMinuteAsync(0, new MinuteRange(Noon.Plus(1), Noon.Plus(10)), default));
        Assert.Null(await minutes.FirstMinuteAsync(1, new MinuteRange(Noon, Noon.Plus(10)), default));
    }

    private protected static RollupSum Sum(params Order[] orders) => new(Tally.Of(orders), Some.At("12:40"));

    private static MinuteWrite Part(int order, string writer)
    {
        var contribution = new TallyDelta();
        contribution.Add(Some.Placed(Some.Order(order)));
        return new CachedDocument(new DocumentKey(0, Noon)).Next(contribution, writer, Some.At("13:30"), partBytesMax: 10_000);
    }
}

public class InMemoryRollupStoreTests : RollupStoreContract
{
    private protected override Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync()
    {
        var store = new InMemoryMinuteStore();
        return Task.FromResult<(IMinuteStore, IRollupStore)>((store, store));
    }
}

public class DynamoRollupStoreTests(DynamoDbFixture dynamoDb) : RollupStoreContract, IClassFixture<DynamoDbFixture>
{
    private static readonly RollupPeriod Quarter = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(Some.At("12:00")));

    private string _table = "";

    [Fact]
    public async Task A_large_catalogue_is_kept_in_pieces_and_a_piece_that_is_gone_makes_the_sum_unknown()
    {
        var (_, rollups) = await NewStoresAsync();
        var sum = Sum([.. Enumerable.Range(0, 200).Select(number => Some.Order(
            number, lines: [.. Enumerable.Range(0, 100).Select(line => new OrderLine($"sku-{number:D6}-{line:D6}", 1, 100))]))]);
        await rollups.TryKeepAsync(Quarter, sum, 0, default);

        Assert.Equal(sum.Tally, (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: true, default))[Quarter].Sum!.Tally);

        var pieces = await dynamoDb.Client.QueryAsync(new QueryRequest
        {
            TableName = _table,
            KeyConditionExpression = "pk = :pk",
            ExpressionAttributeValues = new() { [":pk"] = new AttributeValue("quarter-items") },
        });
        Assert.True(pieces.Items.Count > 2);
        await dynamoDb.Client.DeleteItemAsync(_table, new() { ["pk"] = pieces.Items[1]["pk"], ["sk"] = pieces.Items[1]["sk"] });
        Assert.Null((await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: true, default))[Quarter].Sum);
    }

    [Fact]
    public async Task What_a_newer_version_has_kept_is_passed_over_and_not_overwritten()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryKeepAsync(Quarter, Sum(Some.Order()), 0, default);
        await dynamoDb.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = _table,
            Key = RollupItem.KeyOf(Quarter),
            UpdateExpression = "SET #format = :newer",
            ExpressionAttributeNames = new() { ["#format"] = "format" },
            ExpressionAttributeValues = new() { [":newer"] = new AttributeValue { N = "3" } },
        });

        Assert.Null((await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, withItems: true, default))[Quarter].Sum);
        Assert.False(await rollups.TryKeepAsync(Quarter, Sum(Some.Order(2)), 0, default));
    }

    private protected override async Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync()
    {
        _table = await dynamoDb.NewAggregatesTableAsync();
        return (new DynamoMinuteStore(dynamoDb.Client, _table), new DynamoRollupStore(dynamoDb.Client, _table, new Random(1)));
    }
}
