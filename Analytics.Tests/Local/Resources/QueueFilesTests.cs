using Analytics.Local.Resources;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Resources;

public sealed class QueueFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("queue-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Messages_are_lines_in_the_order_in_which_they_were_sent()
    {
        using var queues = new QueueFiles(
            Path.Combine(_directory, "queues"), new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));

        await queues.SendAsync("arn:aws:sqs:us-east-1:000000000000:failed", "{\"a\":1}"u8.ToArray(), default);
        await queues.SendAsync("arn:aws:sqs:us-east-1:000000000000:failed", "two\nlines"u8.ToArray(), default);

        Assert.Equal((2, 0), (await queues.CountAsync("failed", default), await queues.CountAsync("empty", default)));
        Assert.Equal(
            [
                """{"sentAt":"2026-11-23T12:00:00+00:00","body":"{\u0022a\u0022:1}"}""",
                """{"sentAt":"2026-11-23T12:00:00+00:00","body":"two\nlines"}""",
            ],
            await File.ReadAllLinesAsync(queues.FileOf("failed")));
    }

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:../outside")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:")]
    public async Task What_is_not_the_name_of_a_queue_is_refused(string arn)
    {
        using var queues = new QueueFiles(_directory, TimeProvider.System);

        await Assert.ThrowsAsync<ArgumentException>(() => queues.SendAsync(arn, "x"u8.ToArray(), default));
    }
}
