using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

public sealed class KinesisWireTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task Data_is_sent_whole_from_any_position_of_its_stream()
    {
        _service.Prepare("{}");
        var part = new MemoryStream(Encoding.UTF8.GetBytes("[hi]"), 1, 2, writable: false, publiclyVisible: true) { Position = 2 };

        await Client().PutRecordAsync(new PutRecordRequest { StreamName = "orders", Data = part, PartitionKey = "p" });

        Assert.Equal("""{"Data":"aGk=","PartitionKey":"p","StreamName":"orders"}""", _service.Request.Body);
    }

    [Fact]
    public async Task Empty_data_is_sent_and_null_is_not()
    {
        _service.Prepare("{}");

        await Client().PutRecordAsync(new PutRecordRequest { Data = new MemoryStream() });

        Assert.Equal("""{"Data":""}""", _service.Request.Body);
    }

    [Fact]
    public async Task A_closed_shard_has_no_next_iterator()
    {
        _service.Prepare("""{"Records":[],"NextShardIterator":null,"MillisBehindLatest":0,"ChildShards":[{"ShardId":"c"}]}""");

        var response = await Client().GetRecordsAsync(new GetRecordsRequest { ShardIterator = "AAAA", Limit = 1000 });

        Assert.Equal("""{"Limit":1000,"ShardIterator":"AAAA"}""", _service.Request.Body);
        Assert.Equal("""{"Records":[]}""", WireText.Of(response));
    }

    [Theory]
    [InlineData("1767323045.678", "2026-01-02T03:04:05.6780000Z")]
    [InlineData("1767323045", "2026-01-02T03:04:05.0000000Z")]
    [InlineData("1.767323045678E9", "2026-01-02T03:04:05.6780000Z")]
    [InlineData("\"2026-01-02T03:04:05.678Z\"", "2026-01-02T03:04:05.6780000Z")]
    [InlineData("-0.5", "1969-12-31T23:59:59.5000000Z")]
    public async Task A_time_is_read_in_UTC_from_each_form_that_services_send(string sent, string expected)
    {
        _service.Prepare($$"""{"Records":[{"ApproximateArrivalTimestamp":{{sent}}}]}""");

        var response = await Client().GetRecordsAsync(new GetRecordsRequest());

        Assert.Equal(expected, Assert.Single(response.Records).ApproximateArrivalTimestamp!.Value.ToString("O"));
    }

    [Fact]
    public async Task A_time_is_sent_in_epoch_seconds_and_is_local_if_its_kind_is_not_known()
    {
        var utc = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        var times = new[] { utc, utc.ToLocalTime(), DateTime.SpecifyKind(utc.ToLocalTime(), DateTimeKind.Unspecified) };
        using var client = Client();

        foreach (var time in times)
        {
            _service.Prepare("{}");
            await client.GetShardIteratorAsync(
                new GetShardIteratorRequest { ShardIteratorType = ShardIteratorType.AT_TIMESTAMP, Timestamp = time });
        }

        Assert.All(_service.Requests, request => Assert.Equal("""{"ShardIteratorType":"AT_TIMESTAMP","Timestamp":1767323045.678}""", request.Body));
        Assert.Equal(3, _service.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Creating_a_stream_succeeds_whatever_the_body_of_the_answer(string body)
    {
        _service.Prepare(body);

        var response = await Client().CreateStreamAsync(new CreateStreamRequest
        {
            StreamName = "orders",
            ShardCount = 2,
        });

        Assert.Equal("""{"ShardCount":2,"StreamName":"orders"}""", _service.Request.Body);
        Assert.Equal((System.Net.HttpStatusCode.OK, "request-1"), (response.HttpStatusCode, response.ResponseMetadata.RequestId));
    }

    [Fact]
    public async Task An_unknown_constant_and_an_unknown_member_are_no_error()
    {
        _service.Prepare("""{"StreamDescriptionSummary":{"StreamStatus":"MOVING","Novelty":{"a":[1]}}}""");

        var response = await Client().DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest());

        Assert.Equal("""{"StreamDescriptionSummary":{"StreamStatus":"MOVING"}}""", WireText.Of(response));
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private AmazonKinesisClient Client() => new(RecordingService.Credentials, _service.Configure(new AmazonKinesisConfig()));
}
