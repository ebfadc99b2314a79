using System.Text;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every quarantine keeps to; run on the fake and on the emulator.</summary>
public abstract class QuarantineContract
{
    private protected abstract Task<(IQuarantine Quarantine, IQuarantineAdmin Admin)> NewAsync();

    [Fact]
    public async Task A_record_is_new_once()
    {
        var (quarantine, _) = await NewAsync();

        Assert.Equal((true, false, true, true),
            (await quarantine.PutAsync(Record("1", "a"), default),
            await quarantine.PutAsync(Record("1", "a"), default),
            await quarantine.PutAsync(Record("2", "a"), default),
            await quarantine.PutAsync(Record("1", "b"), default)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)] // larger than an item may be
    public async Task A_record_is_listed_and_read_back_as_it_was_put_aside(int bytes)
    {
        var (quarantine, admin) = await NewAsync();
        var raw = new byte[bytes];
        new Random(bytes).NextBytes(raw);
        var record = new QuarantinedRecord("table-stream", "arn:stream", "7", "No.", raw, Some.At("12:00:00.123"))
        {
            IsWholeRecord = true,
            ArrivedAt = Some.At("11:59:59.5"),
        };
        await quarantine.PutAsync(record, default);

        var entry = Assert.Single(await ListAsync(admin));
        var read = await admin.ReadAsync(entry, default);

        Assert.Equal((record with { Raw = default }, (long)bytes, null), (entry.Record, entry.Bytes, entry.Trouble));
        Assert.Equal((24, QuarantineItem.IdOf(record)), (entry.Id.Length, entry.Id));
        Assert.Equal(raw, read!.Raw.ToArray());
        Assert.Equal(entry.Record, read with { Raw = default });
    }

    [Fact]
    public async Task Records_are_found_by_how_their_ids_begin()
    {
        var (quarantine, admin) = await NewAsync();
        var records = Enumerable.Range(0, 40).Select(number => Record($"{number}", "a")).ToList();
        foreach (var record in records)
        {
            await quarantine.PutAsync(record, default);
        }

        var ids = records.Select(QuarantineItem.IdOf).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(ids, (await ListAsync(admin)).Select(entry => entry.Id));
        Assert.Equal(ids.Where(id => id[0] == ids[7][0]), (await ListAsync(admin, ids[7][..1])).Select(entry => entry.Id));
        Assert.Equal([ids[7]], (await ListAsync(admin, ids[7])).Select(entry => entry.Id));
        Assert.Empty(await ListAsync(admin, "x"));
    }

    [Fact]
    public async Task A_deleted_record_is_gone_and_new_when_it_comes_again()
    {
        var (quarantine, admin) = await NewAsync();
        var record = Record("1", new string('a', 800_000));
        await quarantine.PutAsync(record, default);
        var entry = Assert.Single(await ListAsync(admin));

        Assert.True(await admin.TryDeleteAsync(entry, default));
        Assert.False(await admin.TryDeleteAsync(entry, default));
        Assert.Null(await admin.ReadAsync(entry, default));
        Assert.Empty(await ListAsync(admin));
        Assert.True(await quarantine.PutAsync(record, default));

        // What was listed before it came again is another's to delete.
        Assert.False(await admin.TryDeleteAsync(entry, default));
        Assert.Null(await admin.ReadAsync(entry, default));
        var again = Assert.Single(await ListAsync(admin));
        Assert.Equal(800_000, (await admin.ReadAsync(again, default))!.Raw.Length);
    }

    [Fact]
    public async Task A_reason_that_would_be_cut_within_a_character_is_cut_before_it()
    {
        var (quarantine, admin) = await NewAsync();
        await quarantine.PutAsync(Record("1", "a") with { Reason = new string('a', 1_999) + "😀" }, default);

        Assert.Equal(new string('a', 1_999), Assert.Single(await ListAsync(admin)).Record.Reason);
    }

    private protected static QuarantinedRecord Record(string position, string raw) =>
        new("kinesis", "stream", position, "It is not JSON.", Encoding.UTF8.GetBytes(raw), Some.At("12:00"));

    private protected static async Task<List<QuarantineEntry>> ListAsync(IQuarantineAdmin admin, string prefix = "")
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var entry in admin.ListAsync(prefix, default))
        {
            entries.Add(entry);
        }

        return entries;
    }
}

public class InMemoryQuarantineTests : QuarantineContract
{
    private protected override Task<(IQuarantine Quarantine, IQuarantineAdmin Admin)> NewAsync()
    {
        var quarantine = new InMemoryQuarantine();
        return Task.FromResult<(IQuarantine, IQuarantineAdmin)>((quarantine, quarantine));
    }
}
