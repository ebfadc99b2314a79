using System.Text;
using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Analytics.Local.EventSources.Records;
using Xunit;
using KinesisRecord = Amazon.Kinesis.Model.Record;
using Record = Amazon.DynamoDBStreams.Model.Record;
using StreamRecord = Analytics.Local.EventSources.Records.StreamRecord;
using TableChange = Amazon.DynamoDBStreams.Model.StreamRecord;

namespace Analytics.Tests.Local.EventSources;

public class RecordWriterTests
{
    [Fact]
    public void A_Kinesis_record_is_written_as_in_Lambda_events()
    {
        StreamRecord record = new KinesisRecordWriter("arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream", "us-east-2").Write(
            "shardId-000000000006",
            new KinesisRecord
            {
                SequenceNumber = "49590338271490256608559692538361571095921575989136588898",
                PartitionKey = "c-1",
                Data = new MemoryStream(Encoding.UTF8.GetBytes("Hello")),
                ApproximateArrivalTimestamp = DateTimeOffset.FromUnixTimeMilliseconds(1545084650987).UtcDateTime,
            });

        Assert.Equal(
            """{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"c-1","sequenceNumber":"49590338271490256608559692538361571095921575989136588898","data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/local-event-source","awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}]}""",
            Encoding.UTF8.GetString(EventPayload.Of([record])));
        Assert.Null(record.FilterJson);
    }

    [Fact]
    public void Filters_see_the_decoded_data_of_a_Kinesis_record()
    {
        StreamRecord record = new KinesisRecordWriter("arn:aws:kinesis:us-east-2:123456789012:stream/s", "us-east-2").Write(
            "shardId-000000000000", new KinesisRecord { SequenceNumber = "1", PartitionKey = "c-1", Data = new MemoryStream("""{"status":"PAID"}"""u8.ToArray()) });

        Assert.Equal("""{"partitionKey":"c-1","data":{"status":"PAID"}}""", Encoding.UTF8.GetString(record.FilterJson!.Value.Span));
    }

    [Fact]
    public void A_table_change_is_written_as_in_Lambda_events_with_every_type_of_value()
    {
        Record change = new()
        {
            EventID = "f07f",
            EventName = OperationType.MODIFY,
            EventVersion = "1.1",
            EventSource = "aws:dynamodb",
            AwsRegion = "dynoxide",
            Dynamodb = new TableChange
            {
                ApproximateCreationDateTime = DateTimeOffset.FromUnixTimeSeconds(1480642020).UtcDateTime,
                Keys = new() { ["pk"] = new() { S = "o-1" } },
                NewImage = new()
                {
                    ["pk"] = new() { S = "o-1" },
                    ["n"] = new() { N = "12.50" },
                    ["b"] = new() { B = new MemoryStream([1, 2]) },
                    ["yes"] = new() { BOOL = false },
                    ["nil"] = new() { NULL = true },
                    ["m"] = new() { M = new() { ["x"] = new() { N = "1" } } },
                    ["l"] = new() { L = [new() { S = "é" }, new() { L = [] }] },
                    ["ss"] = new() { SS = ["a"] },
                    ["ns"] = new() { NS = ["1", "2"] },
                    ["bs"] = new() { BS = [new MemoryStream([3])] },
                },
                OldImage = new() { ["pk"] = new() { S = "o-1" } },
                SequenceNumber = "1405400000000002063282832",
                SizeBytes = 54,
                StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES,
            },
        };

        StreamRecord record = new DynamoDbRecordWriter("arn:stream", "us-east-1").Write(change);

        Assert.Equal(
            """{"eventID":"f07f","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1480642020,"Keys":{"pk":{"S":"o-1"}},"NewImage":{"pk":{"S":"o-1"},"n":{"N":"12.50"},"b":{"B":"AQI="},"yes":{"BOOL":false},"nil":{"NULL":true},"m":{"M":{"x":{"N":"1"}}},"l":{"L":[{"S":"é"},{"L":[]}]},"ss":{"SS":["a"]},"ns":{"NS":["1","2"]},"bs":{"BS":["Aw=="]}},"OldImage":{"pk":{"S":"o-1"}},"SequenceNumber":"1405400000000002063282832","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:stream"}""",
            Encoding.UTF8.GetString(record.EventJson.Span));
    }

    [Fact]
    public void A_deletion_by_TTL_has_the_identity_of_DynamoDB()
    {
        Record change = new()
        {
            EventID = "e",
            EventName = OperationType.REMOVE,
            Dynamodb = new TableChange { Keys = new() { ["pk"] = new() { S = "o-1" } }, SequenceNumber = "7" },
            UserIdentity = new Identity { Type = "Service", PrincipalId = "dynamodb.amazonaws.com" },
        };

        StreamRecord record = new DynamoDbRecordWriter("arn:stream", "us-east-1").Write(change);

        Assert.Contains(
            ""","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"eventSourceARN":"arn:stream"}""",
            Encoding.UTF8.GetString(record.EventJson.Span));
    }
}
