using Amazon.DynamoDBv2;
using Analytics.Cli.Tables;
using Analytics.Tests.Standins.Aws;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Tables;

public sealed class TableClockTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Here = new(2026, 8, 24, 10, 30, 15, 250, TimeSpan.Zero);

    private readonly RecordingService _service = new();
    private readonly FakeTimeProvider _machine = new(Here);
    private readonly TableClock _clock;

    public TableClockTests() => _clock = new TableClock(_machine);

    [Fact]
    public void Before_the_first_answer_it_is_the_time_of_this_machine() => Assert.Equal(Here, _clock.GetUtcNow());

    [Theory]
    [InlineData("Mon, 24 Aug 2026 09:30:15 GMT", "2026-08-24T09:30:15Z")] // This machine is an hour ahead.
    [InlineData("Mon, 24 Aug 2026 11:30:15 GMT", "2026-08-24T11:30:15Z")]
    [InlineData("yesterday", "2026-08-24T10:30:15.250Z")]
    public async Task A_response_has_the_time_of_its_table(string date, string expected)
    {
        await AnswerAsync(date);

        Assert.Equal(DateTimeOffset.Parse(expected), _clock.GetUtcNow());
    }

    [Fact]
    public async Task It_goes_on_from_the_last_answer_and_is_never_ahead_of_one()
    {
        await AnswerAsync("Mon, 24 Aug 2026 10:00:00 GMT");
        _machine.Advance(TimeSpan.FromMilliseconds(900));
        await AnswerAsync("Mon, 24 Aug 2026 10:00:00 GMT");
        Assert.Equal(new DateTimeOffset(2026, 8, 24, 10, 0, 0, 900, TimeSpan.Zero), _clock.GetUtcNow());

        // The table's second began between the two: what is known gets closer.
        _machine.Advance(TimeSpan.FromMilliseconds(50));
        await AnswerAsync("Mon, 24 Aug 2026 10:00:01 GMT");
        Assert.Equal(new DateTimeOffset(2026, 8, 24, 10, 0, 1, TimeSpan.Zero), _clock.GetUtcNow());
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private async Task AnswerAsync(string date)
    {
        using var client = new AmazonDynamoDBClient(RecordingService.Credentials, _service.Configure(new AmazonDynamoDBConfig()));
        _clock.Follow(client);
        _service.Prepare("""{"TableNames":[]}""", 200, ("Date", date));
        await client.ListTablesAsync();
    }
}
