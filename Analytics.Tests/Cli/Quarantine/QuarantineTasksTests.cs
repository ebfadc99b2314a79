using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Quarantine;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Quarantine;

public sealed class QuarantineDeskTests : IDisposable
{
    private readonly InMemoryQuarantine _quarantine = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private string _answer = "";

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_list_is_a_table_newest_first()
    {
        var older = await PutAsync("shardId-000000000000:49590338271490256608559692538361571095", "12:00", "no change");
        var newer = await PutAsync("1405", "12:01", "{}", "A reason of\nsome \e[31mlength" + new string('.', 100));

        Assert.Equal(0, await new QuarantineListing(_quarantine, _output).RunAsync(json: false, limit: 100, default));

        Assert.Equal(
            $"""
            ID            WHEN                      SOURCE   POSITION                        BYTES  REASON
            {newer[..12]}  2026-11-23T12:01:00.000Z  kinesis  1405                                2  A reason of some  [31mlength{new string('.', 51)}…
            {older[..12]}  2026-11-23T12:00:00.000Z  kinesis  …71490256608559692538361571095      9  It is not JSON.
            2 records.

            """,
            _output.ToString());
    }

    [Fact]
    public async Task A_list_states_how_many_records_it_omits()
    {
        await PutAsync("1", "12:00", "a");
        await PutAsync("2", "12:01", "b");

        await new QuarantineListing(_quarantine, _output).RunAsync(json: false, limit: 1, default);

        Assert.EndsWith("2 records, the newest 1 shown (--limit 0 shows all).\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_quarantine_is_reported_as_empty()
    {
        await new QuarantineListing(_quarantine, _output).RunAsync(json: false, limit: 0, default);

        Assert.Equal("Quarantine is empty.\n", _output.ToString());
    }

    [Fact]
    public async Task A_list_as_JSON_has_everything()
    {
        var id = await PutAsync("1", "12:00", "no change");

        await new QuarantineListing(_quarantine, _output).RunAsync(json: true, limit: 100, default);

        var only = Assert.Single(JsonDocument.Parse(_output.ToString()).RootElement.EnumerateArray());
        Assert.Equal(
            $$"""{"id":"{{id}}","at":"2026-11-23T12:00:00.000Z","source":"kinesis","streamArn":"arn","position":"1","arrivedAt":null,"content":"data","bytes":9,"reason":"It is not JSON.","trouble":null}""",
            JsonSerializer.Serialize(only));
    }

    [Fact]
    public async Task A_record_is_shown_with_its_bytes_as_text_or_else_in_hexadecimal()
    {
        var text = await PutAsync("1", "12:00", "no change, 抹茶\n");
        var noise = await PutAsync("2", "12:00", "\e[2J");

        Assert.Equal(0, await Desk().ShowAsync(text[..20].ToUpperInvariant(), null, default));
        Assert.Equal(0, await Desk().ShowAsync(noise, null, default));

        Assert.Equal(
            $"""
            id         {text}
            put aside  2026-11-23T12:00:00.000Z
            source     kinesis
            stream     arn
            position   1
            reason     It is not JSON.
            content    the data of the record
            bytes      18

            no change, 抹茶

            id         {noise}
            put aside  2026-11-23T12:00:00.000Z
            source     kinesis
            stream     arn
            position   2
            reason     It is not JSON.
            content    the data of the record
            bytes      4

            00000000  1b 5b 32 4a                                      .[2J

            """,
            _output.ToString());
    }

    [Fact]
    public async Task A_records_bytes_are_written_to_a_file_as_they_are()
    {
        var id = await PutAsync("1", "12:00", "no change");
        var file = Path.GetTempFileName();

        Assert.Equal(0, await Desk().ShowAsync(id, file, default));

        Assert.Equal("no change", await File.ReadAllTextAsync(file));
        Assert.EndsWith($"Wrote 9 bytes to {file}.\n", _output.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task An_unknown_or_ambiguous_id_is_reported_and_the_others_are_processed()
    {
        var ids = new List<string>();
        for (var number = 0; number < 17; number++)
        {
            ids.Add(await PutAsync($"{number}", "12:00", "a"));
        }

        // Of 17 ids two begin with the same of 16 digits.
        var shared = ids.GroupBy(id => id[..1]).First(group => group.Count() > 1).Key;

        Assert.Equal(1, await Desk().DiscardAsync(["xyz", "", shared, ids[0]], yes: false, default));

        Assert.Contains("There is no record 'xyz' in quarantine.", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("There is no record '' in quarantine.", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"'{shared}' is the beginning of several ids", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Discarded 1 record.\n", _output.ToString());
        Assert.Equal(16, await CountAsync());
    }

    [Theory]
    [InlineData("yes", 0, 0)]
    [InlineData("no", 1, 2)]
    [InlineData("", 1, 2)]
    public async Task All_are_discarded_only_by_a_yes(string answer, int code, int left)
    {
        await PutAsync("1", "12:00", "a");
        await PutAsync("2", "12:00", "a");
        _answer = answer;

        Assert.Equal(code, await Desk().DiscardAsync([], yes: false, default));

        Assert.StartsWith("Discard 2 records for good? Type yes: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(left, await CountAsync());
    }

    [Fact]
    public async Task With_yes_all_records_are_discarded_without_asking_except_those_of_a_newer_format()
    {
        await PutAsync("1", "12:00", "a");
        var newer = await PutAsync("2", "12:00", "a");
        _quarantine.Change(newer, "format", new AttributeValue { N = "2" });

        Assert.Equal(1, await Desk().DiscardAsync([], yes: true, default));

        Assert.Equal(
            $"{newer}  stays: It has format 2, and this version reads up to 1.\nDiscarded 1 record; 1 stayed.\n", _output.ToString());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task The_result_of_each_redriven_record_is_reported()
    {
        var good = await PutAsync("1", "12:00", Encoding.UTF8.GetString(ChangeEvent.Write(Some.Placed(Some.Order())).Span));
        var bad = await PutAsync("2", "12:00", "no change");
        var redriver = new Redriver(
            new Committer(new InMemoryMinuteStore(), new CommitOptions(), _time, new Random(1)), _quarantine, _time);

        Assert.Equal(1, await Desk().RedriveAsync([good, bad], redriver, default));
        Assert.Equal(1, await Desk().RedriveAsync([], redriver, default));

        Assert.Matches(
            $"^{good}  counted\n{bad}  stays: It is not JSON: .*\nRedrove 1 record; 1 stayed.\n{bad}  stays: .*\nRedrove 0 records; 1 "
                + $"stayed.\n$",
            _output.ToString());
    }

    [Fact]
    public async Task Records_are_redriven_in_the_order_in_which_they_arrived()
    {
        List<string> ids = [];
        foreach (var minute in Enumerable.Range(10, 12))
        {
            ids.Add(await PutAsync($"{minute}", $"12:{minute}", "no change"));
        }

        var committer = new Committer(new InMemoryMinuteStore(), new CommitOptions(), _time, new Random(1));
        await Desk().RedriveAsync([], new Redriver(committer, _quarantine, _time), default);

        Assert.Equal(ids, _output.ToString().Split('\n').SkipLast(2).Select(line => line.Split(' ')[0]));
    }

    private QuarantineTasks Desk() => new(_quarantine, new StringReader(_answer), _output, _error, _time);

    private async Task<string> PutAsync(string position, string at, string raw, string reason = "It is not JSON.")
    {
        var record = new QuarantinedRecord("kinesis", "arn", position, reason, Encoding.UTF8.GetBytes(raw), Some.At(at));
        await _quarantine.PutAsync(record, default);
        return QuarantineItem.IdOf(record);
    }

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var _ in _quarantine.ListAsync("", default))
        {
            count++;
        }

        return count;
    }
}
