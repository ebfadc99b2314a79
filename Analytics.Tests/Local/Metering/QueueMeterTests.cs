using System.Collections.Concurrent;
using Analytics.Local.Metering;
using Analytics.Local.Resources;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Metering;

public sealed class QueueMeterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("queue-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_depth_of_a_queue_is_reported_at_once_and_every_minute()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 20, TimeSpan.Zero));
        using var queues = new QueueFiles(_directory, clock);
        var reported = new ConcurrentQueue<(string Queue, long Depth)>();
        await SendAsync();

        await using var meter = new QueueMeter(
            queues, ["failed", "empty"], (queue, depth) => reported.Enqueue((queue, depth)), new RecordingLog(), clock);
        await Eventually.HoldsAsync(() => reported.Count == 2, "the first depths");
        await SendAsync();
        clock.Advance(TimeSpan.FromSeconds(60));
        await Eventually.HoldsAsync(() => reported.Count == 4, "the depths a minute later");

        Assert.Equal([("failed", 1), ("empty", 0), ("failed", 2), ("empty", 0)], reported);

        Task SendAsync() => queues.SendAsync("arn:aws:sqs:us-east-1:000000000000:failed", "{}"u8.ToArray(), default);
    }
}
