using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every store of minute documents does about those that are damaged; run on the fake and on the emulator.</summary>
public abstract class DamagedDocumentContract
{
    private static readonly DocumentKey Key = new(2, Minute.Of(Some.At("12:00")));
    private static readonly RollupPeriod[] Around = [.. RollupPeriod.Around(Key.Minute)];

    private protected abstract Task<IDamagedStore> NewStoreAsync();

    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Segment)]
    [InlineData(DamagedPart.Missing)]
    public async Task A_damaged_document_is_found_whichever_way_it_is_read(DamagedPart part)
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        await WriteAsync(store);
        await damaged.DamageAsync(Key, part);

        Assert.Equal((Key, false), Of(await Assert.ThrowsAsync<DocumentUnreadableException>(() => store.ReadDocumentAsync(Key, default))));
        Assert.Equal((Key, false), Of(await Assert.ThrowsAsync<DocumentUnreadableException>(() => SumAsync(store, SumsRead.Items))));
        Assert.Equal(
            (Key, false), Of(await Assert.ThrowsAsync<DocumentUnreadableException>(() => SumAsync(store, SumsRead.ItemsForRollup))));
        if (part == DamagedPart.Head)
        {
            Assert.Equal((Key, false), Of(await Assert.ThrowsAsync<DocumentUnreadableException>(() => store.ReadHeadAsync(Key, default))));
            Assert.Equal((Key, false), Of(await Assert.ThrowsAsync<DocumentUnreadableException>(() => SumAsync(store, SumsRead.Totals))));
        }
    }

    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Segment)]
    [InlineData(DamagedPart.Missing)]
    [InlineData(DamagedPart.NewerHead)]
    public async Task A_range_is_read_past_one_that_cannot_be_read(DamagedPart part)
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        var (before, after) = (Key with { Minute = Key.Minute.Plus(-1) }, Key with { Minute = Key.Minute.Plus(1) });
        await WriteAsync(store, before);
        await WriteAsync(store);
        await WriteAsync(store, after);
        await damaged.DamageAsync(Key, part);

        var (read, unreadable) = (new List<DocumentKey>(), new List<(DocumentKey, bool)>());
        await foreach (
            var document in store.ReadDocumentsAsync(Key.Lane, MinuteRange.DayOf(Key.Minute), found => unreadable.Add(Of(found)), default))
        {
            read.Add(document.Key);
        }

        Assert.Equal([before, after], read);
        Assert.Equal([(Key, part == DamagedPart.NewerHead)], unreadable);
    }

    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Revision)]
    [InlineData(DamagedPart.Segment)]
    [InlineData(DamagedPart.Missing)]
    public async Task A_damaged_document_is_written_anew_and_the_rollups_of_its_minute_are_summed_anew(DamagedPart part)
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        await WriteAsync(store);
        await damaged.DamageAsync(Key, part);

        Assert.True(await store.TryReplaceDamagedAsync(Key, [Delta(7)], "mender", Some.At("13:00"), Around, default));

        var document = await store.ReadDocumentAsync(Key, default);
        Assert.Equal(("mender", Some.At("13:00"), 0), (document.Head!.Writer, document.Head.CommittedAt, document.Segments.Count));
        Assert.Equal(Tally.Of([Some.Order(7)]), document.Sum());
        Assert.Equal([Some.Change(7)], document.Ids);
        foreach (var period in Around)
        {
            Assert.Equal(
                1, (await damaged.Rollups.ReadAsync(period.Length, period.Minutes, SumsRead.Totals, default))[period].Invalidations);
        }
    }

    // The damaged segment stays in the table until its time to live, beside the segments that the document gets from then on.
    [Fact]
    public async Task A_document_that_was_written_anew_is_whole_however_far_it_goes_on()
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        await WriteAsync(store);
        await damaged.DamageAsync(Key, DamagedPart.Segment);
        await store.TryReplaceDamagedAsync(Key, [Delta(0)], "mender", Some.At("13:00"), [], default);
        var document = new CachedDocument(Key);
        document.Apply(await store.ReadDocumentAsync(Key, default));
        for (var order = 1; order < 4; order++)
        {
            var write = document.Next(Delta(order), $"later {order}", Some.At("13:30"), maxHeadBytes: 0);
            Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(write, [], default));
            document.Apply(write);

            var expected = Tally.Of(Enumerable.Range(0, order + 1).Select(number => Some.Order(number)));
            Assert.Equal(expected, (await store.ReadDocumentAsync(Key, default)).Sum());
            Assert.Equal(expected, await SumAsync(store, SumsRead.Items));
            Assert.Equal(expected, await SumAsync(store, SumsRead.ItemsForRollup));
        }

        Assert.False(await store.TryReplaceDamagedAsync(Key, [Delta(7)], "mender", Some.At("14:00"), [], default));
    }

    [Theory]
    [InlineData(DamagedPart.None)]
    [InlineData(DamagedPart.NewerHead)]
    [InlineData(DamagedPart.NewerSegment)]
    public async Task A_document_that_is_whole_or_newer_is_not_written_anew(DamagedPart part)
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        var written = await WriteAsync(store);
        await damaged.DamageAsync(Key, part);

        Assert.False(await store.TryReplaceDamagedAsync(Key, [Delta(7)], "mender", Some.At("13:00"), Around, default));

        Assert.Empty(await damaged.Rollups.ReadAsync(RollupLength.Quarter, Around[0].Minutes, SumsRead.Totals, default));
        if (part == DamagedPart.None)
        {
            Assert.Equal(written.Head!.Writer, (await store.ReadHeadAsync(Key, default))!.Writer);
        }
        else
        {
            Assert.True((await Assert.ThrowsAsync<DocumentUnreadableException>(() => store.ReadDocumentAsync(Key, default))).IsNewer);
        }
    }

    [Fact]
    public async Task A_document_that_is_not_stored_is_not_written_anew()
    {
        var damaged = await NewStoreAsync();

        Assert.False(await damaged.Minutes.TryReplaceDamagedAsync(Key, [Delta(7)], "mender", Some.At("13:00"), Around, default));
        Assert.Null(await damaged.Minutes.ReadHeadAsync(Key, default));
    }

    [Fact]
    public async Task Of_two_that_mend_a_document_the_second_finds_it_whole()
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        await WriteAsync(store);
        await damaged.DamageAsync(Key, DamagedPart.Head);

        Assert.True(await store.TryReplaceDamagedAsync(Key, [Delta(7)], "first", Some.At("13:00"), [], default));
        Assert.False(await store.TryReplaceDamagedAsync(Key, [Delta(8)], "second", Some.At("13:00"), [], default));

        Assert.Equal("first", (await store.ReadHeadAsync(Key, default))!.Writer);
    }

    // Every revision that a writer may have cached, however the stored one was damaged.
    [Theory]
    [InlineData(DamagedPart.Head)]
    [InlineData(DamagedPart.Revision)]
    [InlineData(DamagedPart.Segment)]
    public async Task A_stale_writer_does_not_pass_over_a_document_that_was_written_anew(DamagedPart part)
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        var stale = new List<CachedDocument>();
        var document = new CachedDocument(Key);
        for (var order = 0; order < 9; order++)
        {
            var write = document.Next(Delta(order), $"writer {order}", Some.At("12:30"), order < 2 ? 0 : 10_000);
            await store.TryWriteAsync(write, [], default);
            document.Apply(write);
            var cached = new CachedDocument(Key);
            cached.Apply(await store.ReadDocumentAsync(Key, default));
            stale.Add(cached);
        }

        await damaged.DamageAsync(Key, part);
        await store.TryReplaceDamagedAsync(Key, [Delta(7)], "mender", Some.At("13:00"), [], default);

        foreach (var cached in stale)
        {
            var write = cached.Next(Delta(20), "stale", Some.At("13:01"), 10_000);
            Assert.Equal("mender", Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(write, [], default)).Current?.Writer);
        }
    }

    [Fact]
    public async Task A_write_of_a_warm_writer_mends_a_damaged_head_since_it_knows_what_was_there()
    {
        var damaged = await NewStoreAsync();
        var store = damaged.Minutes;
        await WriteAsync(store);
        var cached = new CachedDocument(Key);
        cached.Apply(await store.ReadDocumentAsync(Key, default));
        await damaged.DamageAsync(Key, DamagedPart.Head);

        Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(cached.Next(Delta(20), "warm", Some.At("13:01"), 10_000), [], default));

        Assert.Equal(
            Tally.Of([Some.Order(0), Some.Order(1), Some.Order(2), Some.Order(20)]), (await store.ReadDocumentAsync(Key, default)).Sum());
    }

    // Two orders are in segments, and one in the head.
    private static async Task<MinuteDocument> WriteAsync(IMinuteStore store, DocumentKey? key = null)
    {
        var document = new CachedDocument(key ?? Key);
        for (var order = 0; order < 3; order++)
        {
            var write = document.Next(Delta(order), $"writer {order}", Some.At("12:30"), order < 2 ? 0 : 10_000);
            Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(write, [], default));
            document.Apply(write);
        }

        return await store.ReadDocumentAsync(document.Key, default);
    }

    private static async Task<Tally> SumAsync(IMinuteStore store, SumsRead read)
    {
        var sum = new Tally();
        await foreach (var sums in store.ReadSumsAsync(Key.Lane, MinuteRange.DayOf(Key.Minute), read, default))
        {
            sum.Add(sums.Tally);
        }

        return sum;
    }

    private static (DocumentKey Key, bool IsNewer) Of(DocumentUnreadableException unreadable) => (unreadable.Key, unreadable.IsNewer);

    private static TallyDelta Delta(int order)
    {
        var delta = new TallyDelta();
        delta.Add(Some.Placed(Some.Order(order)));
        return delta;
    }
}

/// <summary>What of a document is damaged, or newer than this version.</summary>
public enum DamagedPart
{
    None,

    /// <summary>A number of the head.</summary>
    Head,

    /// <summary>The revision of the head: it became one that there was before.</summary>
    Revision,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A segment is not there.</summary>
    Missing,
    NewerHead,
    NewerSegment,
}

/// <summary>Stores with a hand that reaches past them into their items.</summary>
internal interface IDamagedStore
{
    IMinuteStore Minutes { get; }

    IRollupStore Rollups { get; }

    Task DamageAsync(DocumentKey key, DamagedPart part);
}

public class InMemoryDamagedDocumentTests : DamagedDocumentContract
{
    private protected override Task<IDamagedStore> NewStoreAsync() => Task.FromResult<IDamagedStore>(new Store());

    private sealed class Store : IDamagedStore
    {
        private readonly InMemoryMinuteStore _store = new();

        public IMinuteStore Minutes => _store;

        public IRollupStore Rollups => _store;

        public Task DamageAsync(DocumentKey key, DamagedPart part)
        {
            _store.Edit(key, DamagedItems.Edit(part), DamagedItems.EditSegment(part));
            return Task.CompletedTask;
        }
    }
}

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoDamagedDocumentTests(DynamoDbFixture dynamoDb) : DamagedDocumentContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IDamagedStore> NewStoreAsync() => new Store(dynamoDb, await dynamoDb.NewAggregatesTableAsync());

    private sealed class Store(DynamoDbFixture dynamoDb, string table) : IDamagedStore
    {
        public IMinuteStore Minutes { get; } = new DynamoMinuteStore(dynamoDb.Client, table);

        public IRollupStore Rollups { get; } = new DynamoRollupStore(dynamoDb.Client, table, new Random(1));

        public async Task DamageAsync(DocumentKey key, DamagedPart part)
        {
            var head = (await dynamoDb.Client.GetItemAsync(table, MinuteItem.KeyOf(key))).Item;
            DamagedItems.Edit(part)(head);
            await dynamoDb.Client.PutItemAsync(table, head);
            if (DamagedItems.EditSegment(part) is not { } edit)
            {
                return;
            }

            var segments = await dynamoDb.Client.QueryAsync(DynamoQueries.Between(
                table, MinuteSegmentItem.PartitionOf(key.Lane, key.Minute), $"{key.Minute}#", $"{key.Minute}$", isConsistent: true));
            var segment = segments.Items[0];
            if (edit(segment))
            {
                await dynamoDb.Client.PutItemAsync(table, segment);
            }
            else
            {
                await dynamoDb.Client.DeleteItemAsync(table, new() { ["pk"] = segment["pk"], ["sk"] = segment["sk"] });
            }
        }
    }
}

/// <summary>How the items of a document are damaged.</summary>
internal static class DamagedItems
{
    /// <summary>What happens to the head.</summary>
    public static Action<Dictionary<string, AttributeValue>> Edit(DamagedPart part) => head =>
    {
        switch (part)
        {
            case DamagedPart.Head:
                head[MinuteItem.Orders].N += "1";
                break;
            case DamagedPart.Revision:
                var revision = long.Parse(head[MinuteItem.Revision].N, CultureInfo.InvariantCulture);
                head[MinuteItem.Revision].N = (revision / 2).ToString(CultureInfo.InvariantCulture);
                break;
            case DamagedPart.NewerHead:
                head[MinuteItem.FormatName].N = "3";
                head.Seal();
                break;
        }
    };

    /// <summary>What happens to the first segment; false where it is removed. Null where nothing happens to it.</summary>
    public static Func<Dictionary<string, AttributeValue>, bool>? EditSegment(DamagedPart part) => part switch
    {
        DamagedPart.Segment => segment =>
        {
            segment[MinuteItem.Expires].N += "1";
            return true;
        },
        DamagedPart.NewerSegment => segment =>
        {
            segment[MinuteItem.FormatName].N = "3";
            segment.Seal();
            return true;
        },
        DamagedPart.Missing => _ => false,
        _ => null,
    };
}
