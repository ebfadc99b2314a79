using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>
/// What every store of rollups keeps to, together with the minutes that make them stale; run on the fake and on the emulator.
/// </summary>
public abstract class RollupStoreContract
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));
    private static readonly RollupPeriod Quarter = new(RollupLength.Quarter, Noon);
    private static readonly RollupPeriod Day = RollupPeriod.Of(RollupLength.Day, Noon);

    private protected abstract Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync();

    [Fact]
    public async Task A_sum_reads_back_as_it_was_stored_with_its_items_or_without()
    {
        var (_, rollups) = await NewStoresAsync();
        var sum = Sum(Some.Order(1, currency: Some.Jpy, lines: new OrderLine("抹茶", 2, 350)), Some.Order(2));

        Assert.True(await rollups.TryStoreAsync(Quarter, sum, 0, default));

        var whole = (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Items, default))[Quarter];
        Assert.Equal((0, sum.CommittedAt), (whole.Invalidations, whole.Sum!.CommittedAt));
        Assert.Equal(sum.Tally, whole.Sum.Tally);
        var lean = (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Totals, default))[Quarter];
        Assert.Equal(sum.Tally.Totals, lean.Sum!.Tally.Totals);
    }

    [Fact]
    public async Task Customers_read_back_as_they_were_stored()
    {
        var (_, rollups) = await NewStoresAsync();
        var few = Sum(Some.Order(1), Some.Order(2) with { CustomerId = "c-2" }, Some.Order(3));
        var many = Sum([.. Enumerable.Range(1, 1_200).Select(number => Some.Order(number) with { CustomerId = $"c-{number}" })]);
        await rollups.TryStoreAsync(Quarter, few, 0, default);
        await rollups.TryStoreAsync(Day, many, 0, default);

        var quarter = (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Customers, default))[Quarter].Sum!;
        var read = SumsRead.Items | SumsRead.Customers;
        var day = (await rollups.ReadAsync(RollupLength.Day, Day.Minutes, read, default))[Day].Sum!;

        Assert.Equal((2, true), (quarter.Customers.Count, quarter.Customers.IsExact));
        Assert.Equal(few.Customers, quarter.Customers);
        Assert.Equal((many.Customers, false), (day.Customers, day.Customers.IsExact));
        Assert.Equal(many.Tally, day.Tally);
    }

    [Fact]
    public async Task A_sum_of_nothing_is_stored_too()
    {
        var (_, rollups) = await NewStoresAsync();

        await rollups.TryStoreAsync(Day, RollupSum.Nothing, 0, default);

        var read = (await rollups.ReadAsync(RollupLength.Day, Day.Minutes, SumsRead.Items, default))[Day].Sum!;
        Assert.Equal((true, null), (read.Tally.IsEmpty, read.CommittedAt));
    }

    [Fact]
    public async Task A_late_change_invalidates_the_sums_of_its_periods_and_no_others()
    {
        var (minutes, rollups) = await NewStoresAsync();
        var next = new RollupPeriod(RollupLength.Quarter, Quarter.End);
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        await rollups.TryStoreAsync(next, Sum(Some.Order()), 0, default);
        await rollups.TryStoreAsync(Day, Sum(Some.Order()), 0, default);

        Assert.IsType<HeadWrite.Written>(await minutes.TryWriteAsync(Write(1, "late"), [Quarter, Day], default));

        var quarters = await rollups.ReadAsync(RollupLength.Quarter, Day.Minutes, SumsRead.Totals, default);
        var days = await rollups.ReadAsync(RollupLength.Day, Day.Minutes, SumsRead.Totals, default);
        Assert.Equal((1, null), (quarters[Quarter].Invalidations, quarters[Quarter].Sum));
        Assert.NotNull(quarters[next].Sum);
        Assert.Equal((1, null), (days[Day].Invalidations, days[Day].Sum));
    }

    [Fact]
    public async Task A_sum_is_not_stored_when_a_late_change_came_after_the_invalidation_count_was_read()
    {
        var (minutes, rollups) = await NewStoresAsync();
        await minutes.TryWriteAsync(Write(1, "late"), [Quarter], default);

        Assert.False(await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), invalidationsBefore: 0, default));
        Assert.True(await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), invalidationsBefore: 1, default));
        Assert.NotNull((await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Items, default))[Quarter].Sum);
    }

    [Fact]
    public async Task A_write_that_loses_its_race_invalidates_nothing_and_gets_what_is_there()
    {
        var (minutes, rollups) = await NewStoresAsync();
        await minutes.TryWriteAsync(Write(1, "first"), [], default);
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);

        var lost = Assert.IsType<HeadWrite.Lost>(await minutes.TryWriteAsync(Write(2, "second"), [Quarter, Day], default));

        Assert.Equal("first", lost.Current?.Writer);
        Assert.Equal(0, (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Totals, default))[Quarter].Invalidations);
    }

    [Fact]
    public async Task A_sum_that_is_invalidated_is_unknown_until_it_is_made_again()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);

        await rollups.InvalidateAsync(Quarter, default);

        Assert.Equal(
            new RollupState(1, null), (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Totals, default))[Quarter]);
        Assert.True(await rollups.TryStoreAsync(Quarter, Sum(Some.Order(2)), invalidationsBefore: 1, default));
        Assert.Equal(
            Sum(Some.Order(2))
                .Tally, (await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Items, default))[Quarter].Sum!.Tally);
    }

    // Quarters of a day are in one partition, and days of a month.
    [Theory]
    [InlineData(RollupLength.Quarter, 40 * 4 * 24)]
    [InlineData(RollupLength.Day, 400)]
    public async Task A_long_range_is_read_over_all_of_its_partitions(RollupLength length, int periods)
    {
        var (_, rollups) = await NewStoresAsync();
        var range = new MinuteRange(Day.Start, Day.Start.Plus(periods * (long)length));
        var stored = RollupPeriod.In(length, range).Where((_, index) => index % 37 == 0 || index == periods - 1).ToList();
        foreach (var period in stored.Append(new RollupPeriod(length, range.To)))
        {
            Assert.True(await rollups.TryStoreAsync(period, Sum(Some.Order()), 0, default));
        }

        var read = await rollups.ReadAsync(length, range, SumsRead.Items, default);

        Assert.Equal(stored, read.Keys.Order(Comparer<RollupPeriod>.Create((left, right) => left.Start.CompareTo(right.Start))));
        Assert.All(read.Values, state => Assert.Equal(Sum(Some.Order()).Tally, state.Sum!.Tally));
    }

    private protected static RollupSum Sum(params Order[] orders) => RollupSum.Nothing.Plus(Tally.Of(orders), Some.At("12:40"));

    private static MinuteWrite Write(int order, string writer)
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(order)));
        return new CachedDocument(new DocumentKey(0, Noon)).Next(delta, writer, Some.At("13:30"), maxHeadBytes: 10_000);
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

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoRollupStoreTests(DynamoDbFixture dynamoDb) : RollupStoreContract, IClassFixture<DynamoDbFixture>
{
    private static readonly RollupPeriod Quarter = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(Some.At("12:00")));

    private string _table = "";

    [Fact]
    public async Task A_sum_whose_write_is_throttled_is_left_to_the_next_reader()
    {
        var (_, rollups) = await NewStoresAsync();
        using var throttling = dynamoDb.Observed();
        throttling.BeforeWrite = () => throw new ProvisionedThroughputExceededException("throttled");
        var throttled = new DynamoRollupStore(throttling, _table, new Random(1));

        Assert.False(await throttled.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default));

        Assert.Empty(await rollups.ReadAsync(RollupLength.Quarter, Quarter.Minutes, SumsRead.Totals, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_catalogue_is_stored_in_segments_and_one_that_is_gone_or_damaged_makes_the_sum_unknown(bool isDamaged)
    {
        var (_, rollups) = await NewStoresAsync();
        var sum = Sum([.. Enumerable.Range(0, 200).Select(number => Some.Order(
            number, lines: [.. Enumerable.Range(0, 100).Select(line => new OrderLine($"sku-{number:D6}-{line:D6}", 1, 100))]))]);
        await rollups.TryStoreAsync(Quarter, sum, 0, default);

        Assert.Equal(sum.Tally, (await ReadAsync(rollups, withItems: true)).Sum!.Tally);

        var segments = (await dynamoDb.Client.QueryAsync(new QueryRequest
        {
            TableName = _table,
            KeyConditionExpression = "pk = :pk",
            ExpressionAttributeValues = new() { [":pk"] = new AttributeValue("items-quarter#2026-11-23") },
        })).Items;
        Assert.True(segments.Count > 2);
        if (isDamaged)
        {
            Assert.True(Flips.TryFlip(segments[1], new Random(1), but: ["pk", "sk"]));
            await dynamoDb.Client.PutItemAsync(_table, segments[1]);
        }
        else
        {
            await dynamoDb.Client.DeleteItemAsync(_table, new() { ["pk"] = segments[1]["pk"], ["sk"] = segments[1]["sk"] });
        }

        Assert.Null((await ReadAsync(rollups, withItems: true)).Sum);
        Assert.Equal(sum.Tally.Totals, (await ReadAsync(rollups, withItems: false)).Sum!.Tally.Totals);

        // What cannot be read is summed anew, and then it is there again.
        Assert.True(await rollups.TryStoreAsync(Quarter, sum, 0, default));
        Assert.Equal(sum.Tally, (await ReadAsync(rollups, withItems: true)).Sum!.Tally);
    }

    [Fact]
    public async Task Only_questions_about_customers_read_them_and_need_a_sum_that_has_them()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        var segment = Assert.Single((await dynamoDb.Client.QueryAsync(new QueryRequest
        {
            TableName = _table,
            KeyConditionExpression = "pk = :pk",
            ExpressionAttributeValues = new() { [":pk"] = new AttributeValue("customers-quarter#2026-11-23") },
        })).Items);
        await dynamoDb.Client.DeleteItemAsync(_table, new() { ["pk"] = segment["pk"], ["sk"] = segment["sk"] });

        Assert.Null(await CustomersAsync());
        Assert.NotNull((await ReadAsync(rollups, withItems: true)).Sum);

        // As a version of this program stored it that did not know customers.
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        Assert.Equal(1, (await CustomersAsync())!.Count);
        var head = (await dynamoDb.Client.GetItemAsync(_table, RollupItem.KeyOf(Quarter))).Item;
        head.Remove(RollupItem.CustomerSegmentCount);
        head.Remove(ItemChecksum.Name);
        await dynamoDb.Client.PutItemAsync(_table, head.Seal());

        Assert.Null(await CustomersAsync());
        Assert.NotNull((await ReadAsync(rollups, withItems: true)).Sum);

        async Task<CustomerSet?> CustomersAsync() => (await rollups.ReadAsync(
            RollupLength.Quarter, Quarter.Minutes, SumsRead.Customers, default))[Quarter].Sum?.Customers;
    }

    [Fact]
    public async Task A_damaged_sum_is_unknown_and_is_replaced_by_the_next()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        await EditAsync("orders", "11");

        Assert.Equal(new RollupState(0, null), await ReadAsync(rollups, withItems: false));
        Assert.True(await rollups.TryStoreAsync(Quarter, Sum(Some.Order(2)), 0, default));
        Assert.Equal(Sum(Some.Order(2)).Tally, (await ReadAsync(rollups, withItems: true)).Sum!.Tally);
    }

    [Fact]
    public async Task A_damaged_invalidation_count_never_makes_an_old_sum_valid()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        await rollups.InvalidateAsync(Quarter, default);
        await EditAsync("invalidations", "0");

        Assert.Null((await ReadAsync(rollups, withItems: false)).Sum);
    }

    [Fact]
    public async Task What_a_newer_version_has_stored_is_passed_over_and_not_overwritten()
    {
        var (_, rollups) = await NewStoresAsync();
        await rollups.TryStoreAsync(Quarter, Sum(Some.Order()), 0, default);
        await EditAsync("format", "3");

        Assert.Null((await ReadAsync(rollups, withItems: true)).Sum);
        Assert.False(await rollups.TryStoreAsync(Quarter, Sum(Some.Order(2)), 0, default));
    }

    private static async Task<RollupState> ReadAsync(IRollupStore rollups, bool withItems) =>
        (await rollups.ReadAsync(
            RollupLength.Quarter, Quarter.Minutes, withItems ? SumsRead.Items : SumsRead.Totals, default))[Quarter];

    private Task<UpdateItemResponse> EditAsync(string attribute, string number) => dynamoDb.Client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = _table,
        Key = RollupItem.KeyOf(Quarter),
        UpdateExpression = "SET #name = :value",
        ExpressionAttributeNames = new() { ["#name"] = attribute },
        ExpressionAttributeValues = new() { [":value"] = new AttributeValue { N = number } },
    });

    private protected override async Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync()
    {
        _table = await dynamoDb.NewAggregatesTableAsync();
        return (new DynamoMinuteStore(dynamoDb.Client, _table), new DynamoRollupStore(dynamoDb.Client, _table, new Random(1)));
    }
}
