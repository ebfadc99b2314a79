using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

public sealed class DynamoDBStreamsWireTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task A_record_is_read_with_every_kind_of_attribute()
    {
        _service.Prepare("""
            {"NextShardIterator":"next","Records":[{"eventID":"f07f","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1",
             "dynamodb":{"ApproximateCreationDateTime":1767323045,"Keys":{"pk":{"S":"o-1"}},
               "NewImage":{"s":{"S":""},"n":{"N":"12.5"},"b":{"B":"aGk="},"ss":{"SS":["a","b"]},"ns":{"NS":["1"]},"bs":{"BS":["aGk="]},
                           "m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false},{"M":{}}]}}}},
               "SequenceNumber":"100000000003498069978","SizeBytes":59,"StreamViewType":"NEW_IMAGE"},
             "userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}]}
            """);

        var response = await Client().GetRecordsAsync(new GetRecordsRequest { ShardIterator = "iterator" });

        Assert.Equal("""{"ShardIterator":"iterator"}""", _service.Request.Body);
        Assert.Equal(
            """
            {"NextShardIterator":"next","Records":[{"awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1767323045,"Keys":{"pk":{"S":"o-1"}},
            "NewImage":{"s":{"S":""},"n":{"N":"12.5"},"b":{"B":"aGk="},"ss":{"SS":["a","b"]},"ns":{"NS":["1"]},"bs":{"BS":["aGk="]},
            "m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false},{"M":{}}]}}}},"SequenceNumber":"100000000003498069978","SizeBytes":59,"StreamViewType":"NEW_IMAGE"},
            "eventID":"f07f","eventName":"MODIFY","eventSource":"aws:dynamodb","eventVersion":"1.1","userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            WireText.Of(response));
    }

    [Fact]
    public async Task A_constant_equals_the_text_it_was_read_from()
    {
        _service.Prepare("""{"Records":[{"eventName":"REMOVE"}]}""");

        var record = Assert.Single((await Client().GetRecordsAsync(new GetRecordsRequest { ShardIterator = "iterator" })).Records);

        Assert.Same(OperationType.REMOVE, record.EventName);
        Assert.True(record.EventName == "REMOVE");
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private AmazonDynamoDBStreamsClient Client() =>
        new(RecordingService.Credentials, _service.Configure(new AmazonDynamoDBStreamsConfig()));
}
