using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Polling;
using Analytics.Local.EventSources.Shards;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public sealed class MappingPollerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly FakeStream _stream;
    private readonly FakeFunction _function = new();
    private readonly RecordingLog _log = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("checkpoints-");
    private readonly RecordingDestination _destination = new();
    private readonly RecordingMeter _meter = new();

    public MappingPollerTests()
    {
        _stream = new FakeStream { Time = _time };
        _stream.AddShard("a");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Records_reach_the_function_and_the_checkpoint_is_stored()
    {
        _stream.Put("a", Some.Records(1, 3));

        await RunAsync(Some.Mapping(), () => Kept().GetValueOrDefault("a") == "AFTER 3");

        Assert.Equal([1, 2, 3], _function.Numbers);
    }

    [Fact]
    public async Task Reads_and_batches_are_reported_with_the_age_of_their_last_record()
    {
        _stream.Put("a", Some.Records(1, 3));
        _time.Advance(TimeSpan.FromSeconds(30));

        await RunAsync(Some.Mapping(), () => _meter.Told.Count(told => told.StartsWith("read", StringComparison.Ordinal)) >= 2);

        Assert.Equal(["read 3 30", "batch f 30", "read 0 0"], _meter.Told.Distinct().Take(3));
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_checkpoint()
    {
        _stream.Put("a", Some.Records(1, 3));
        await RunAsync(Some.Mapping(), () => Kept().GetValueOrDefault("a") == "AFTER 3");
        _stream.Put("a", Some.Records(4, 2));

        await RunAsync(Some.Mapping(), () => Kept().GetValueOrDefault("a") == "AFTER 5");

        Assert.Equal([1, 2, 3, 4, 5], _function.Numbers);
    }

    [Fact]
    public async Task A_shard_is_read_once_per_interval()
    {
        await RunAsync(Some.Mapping(), () => _stream.Reads.Count >= 5);

        DateTimeOffset[] reads = [.. _stream.Reads];
        Assert.All(reads.Zip(reads.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Children_of_a_reshard_are_found_while_running_and_read_after_their_parent()
    {
        _stream.Put("a", Some.Records(1, 2));
        _function.Answer = numbers =>
        {
            if (numbers is [1, 2])
            {
                _stream.AddShard("b", "a");
                _stream.AddShard("c", "a");
                _stream.Put("b", Some.Records(11, 1));
                _stream.Put("c", Some.Records(21, 1));
                _stream.Close("a");
            }

            return Some.Answer();
        };

        await RunAsync(
            Some.Mapping() with { StartingPosition = StartingPosition.TrimHorizon },
            () => _function.Numbers.Length == 4 && Kept().Count == 3 && Kept()["b"] == "AFTER 11" && Kept()["c"] == "AFTER 21");

        Assert.Equal([1, 2], _function.Numbers[..2]);
        Assert.Equal([11, 21], _function.Numbers[2..].Order());
        Assert.Equal("ENDED", Kept()["a"]);
    }

    [Fact]
    public async Task An_outage_is_logged_once_and_costs_no_position()
    {
        _stream.Put("a", Some.Records(1, 2));
        await using Running running = Start(Some.Mapping());
        await running.UntilAsync(() => _function.Numbers.Length == 2);

        _stream.Outage = new HttpRequestException("connection refused");
        int before = _stream.Reads.Count;
        await running.UntilAsync(() => _stream.Reads.Count > before || _log.Lines.Count > 0);
        DateTimeOffset start = _time.GetUtcNow();
        await running.UntilAsync(() => _time.GetUtcNow() - start > TimeSpan.FromSeconds(30));
        _stream.Put("a", Some.Records(3, 2));
        _stream.ForgetIterators();
        _stream.Outage = null;
        await running.UntilAsync(() => _function.Numbers.Length == 4);

        Assert.Equal([1, 2, 3, 4], _function.Numbers);
        Assert.Equal(
            ["the stream is out of reach, trying on: connection refused", "the stream is back"], _log.Lines.Select(line => line.Line));
    }

    [Fact]
    public async Task An_expired_iterator_is_renewed_behind_the_last_record_read()
    {
        _stream.Put("a", Some.Records(1, 2));
        await using Running running = Start(Some.Mapping());
        await running.UntilAsync(() => _function.Numbers.Length == 2);

        _stream.ForgetIterators();
        _stream.Put("a", Some.Records(3, 1));
        await running.UntilAsync(() => _function.Numbers.Length == 3);

        Assert.Equal([1, 2, 3], _function.Numbers);
        Assert.Equal([("a", new ShardPosition.TrimHorizon()), ("a", new ShardPosition.After("2"))], _stream.Opened);
    }

    [Fact]
    public async Task A_position_that_the_stream_lost_is_begun_again_at_the_oldest_record()
    {
        _stream.Put("a", Some.Records(1, 5));
        await using Running running = Start(Some.Mapping());
        await running.UntilAsync(() => Kept().GetValueOrDefault("a") == "AFTER 5");

        _stream.Lose("a", Some.Records(1, 3));
        await running.UntilAsync(() => Kept().GetValueOrDefault("a") == "AFTER 3");

        Assert.Equal([1, 2, 3, 4, 5, 1, 2, 3], _function.Numbers);
        Assert.Contains(_log.Lines, line => line.Line.Contains("beginning again at its oldest record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LATEST_skips_existing_records_and_no_later_ones_even_after_a_restart_and_an_outage()
    {
        EventSourceMappingDefinition mapping = Some.Mapping() with { StartingPosition = StartingPosition.Latest };
        _stream.Put("a", Some.Records(1, 2));
        // Until it has stored at which time LATEST was.
        await RunAsync(
            mapping, () => _stream.Reads.Count >= 2 && Kept().GetValueOrDefault("a")?.StartsWith("AT ", StringComparison.Ordinal) == true);
        _stream.ForgetIterators();
        _stream.Put("a", Some.Record(3, at: _time.GetUtcNow()));

        await RunAsync(mapping, () => _function.Numbers.Length == 1);

        Assert.Equal([3], _function.Numbers);
    }

    [Fact]
    public async Task A_bad_record_is_isolated_by_bisection_reported_to_the_destination_and_skipped()
    {
        _stream.Put("a", Some.Records(1, 8));
        _function.Answer = numbers => numbers.Contains(6) ? Some.Error() : Some.Answer();

        await RunAsync(
            Some.Mapping() with { BisectBatchOnFunctionError =
                true, MaximumRetryAttempts = 1, OnFailureDestinationArn = "arn:aws:sqs:eu-central-1:000000000000:failed" },
            () => Kept().GetValueOrDefault("a") == "AFTER 8");

        Assert.Equal([1, 2, 3, 4, 5, 7, 8], _function.Batches.Where(batch => !batch.Contains(6)).SelectMany(batch => batch));
        (string arn, string message) = Assert.Single(_destination.Messages);
        using JsonDocument document = JsonDocument.Parse(message);
        Assert.Equal(
            ("arn:aws:sqs:eu-central-1:000000000000:failed", "a", "6", "6"),
            (arn,
                document.RootElement.GetProperty("KinesisBatchInfo").GetProperty("shardId").GetString(),
                document.RootElement.GetProperty("KinesisBatchInfo").GetProperty("startSequenceNumber").GetString(),
                document.RootElement.GetProperty("KinesisBatchInfo").GetProperty("endSequenceNumber").GetString()));
    }

    [Fact]
    public async Task An_invoker_that_throws_costs_neither_a_record_nor_an_attempt()
    {
        int calls = 0;
        _stream.Put("a", Some.Records(1, 2));
        _function.Answer = _ => ++calls < 4 ? throw new InvalidOperationException("no such process") : Some.Answer();

        await RunAsync(Some.Mapping() with { MaximumRetryAttempts = 0 }, () => Kept().GetValueOrDefault("a") == "AFTER 2");

        Assert.Equal([1, 2], _function.Numbers);
        Assert.Empty(_destination.Messages);
    }

    [Fact]
    public async Task Checkpoints_of_another_stream_or_that_cannot_be_read_are_left_aside()
    {
        string file = Path.Combine(_directory.FullName, "AnalyticsFunction.Kinesis.json");
        _stream.Put("a", Some.Records(1, 3));
        await File.WriteAllTextAsync(file, """{"streamArn":"arn:another","shards":{"a":"AFTER 2"}}""");
        await RunAsync(Some.Mapping(), () => _function.Numbers.Length == 3);
        await File.WriteAllTextAsync(file, "{ half");
        await RunAsync(Some.Mapping(), () => _function.Numbers.Length == 6);

        Assert.Equal([1, 2, 3, 1, 2, 3], _function.Numbers);
        Assert.Equal(2, _log.Lines.Count(line => line.Line.EndsWith("the mapping begins anew", StringComparison.Ordinal)));
    }

    private Dictionary<string, string> Kept()
    {
        string file = Path.Combine(_directory.FullName, "AnalyticsFunction.Kinesis.json");
        return File.Exists(file)
            ? JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("shards").EnumerateObject().ToDictionary(
                shard => shard.Name, shard => shard.Value.GetString()!)
            : [];
    }

    private async Task RunAsync(EventSourceMappingDefinition mapping, Func<bool> until)
    {
        await using Running running = Start(mapping);
        await running.UntilAsync(until);
    }

    private Running Start(EventSourceMappingDefinition mapping)
    {
        PollingContext context = new()
        {
            Binding = new EventSourceMappingBinding(mapping, "arn:aws:lambda:eu-central-1:000000000000:function:f", _function),
            Reader = _stream,
            Filter = RecordFilter.Of(mapping),
            Outages = new OutageLog(_log, mapping.Name),
            Options = new EventSourceMappingServiceOptions
            {
                Kinesis = null!, // The stream is read through the fake.
                DynamoDbStreams = null!,
                Region = "eu-central-1",
                Logs = _log,
                Random = new Random(1),
                Time = _time,
                FailureDestination = _destination,
                Meter = _meter,
            },
        };
        return new Running(
            new MappingPoller(context, ShardPosition.Starting(mapping), new CheckpointStore(_directory.FullName, mapping), new Random(1)),
            _time);
    }

    private sealed class RecordingMeter : IPollingMeter
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public void Batch(string functionArn, TimeSpan age) => Told.Enqueue($"batch {functionArn[^1]} {(int)age.TotalSeconds}");

        public void Read(EventSourceMappingDefinition mapping, int? records, TimeSpan age) =>
            Told.Enqueue($"read {records} {(int)age.TotalSeconds}");
    }

    /// <summary>A poller under way, whose clock moves while it is waited for.</summary>
    private sealed class Running(MappingPoller poller, FakeTimeProvider time) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task? _task;

        public Task UntilAsync(Func<bool> condition)
        {
            _task ??= Task.Run(() => poller.RunAsync(_stop.Token));
            return Eventually.HoldsAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMilliseconds(250));
                    return condition();
                },
                "what the poller is to do");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await (_task ?? Task.CompletedTask);
            _stop.Dispose();
        }
    }

    private sealed class RecordingDestination : IFailureDestination
    {
        public ConcurrentQueue<(string Arn, string Message)> Messages { get; } = new();

        public Task SendAsync(string destinationArn, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            Messages.Enqueue((destinationArn, Encoding.UTF8.GetString(message.Span)));
            return Task.CompletedTask;
        }
    }
}
