using System.Text;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Policies;
using Analytics.Local.EventSources.Records;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class FailureMessageTests
{
    private const string FunctionArn = "arn:aws:lambda:eu-central-1:000000000000:function:f";
    private static readonly StreamRecord[] Two = [Some.Record(9), Some.Record(10, at: Some.Noon.AddMilliseconds(1_500))];

    [Fact]
    public void The_failure_message_of_a_Kinesis_batch_has_its_position_not_its_records() => Assert.Equal(
        """{"requestContext":{"requestId":"r-1","functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:f","condition":"RetryAttemptsExhausted","approximateInvokeCount":3},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"version":"1.0","timestamp":"2026-11-23T12:00:05.000Z","KinesisBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":"9","endSequenceNumber":"10","approximateArrivalOfFirstRecord":"2026-11-23T12:00:00.000Z","approximateArrivalOfLastRecord":"2026-11-23T12:00:01.500Z","batchSize":2,"streamArn":"arn:aws:kinesis:eu-central-1:000000000000:stream/orders"}}""",
        Write(Some.Mapping(), new GivenUpBatch(
            new StreamBatch(Two, FailedAttempts: 3, Invocations: 3) { LastRequestId =
                "r-1", LastWasError = true }, GiveUpReason.RetryAttemptsExhausted)));

    [Fact]
    public void A_table_change_that_expired_before_any_invocation_has_no_response() => Assert.Equal(
        """{"requestContext":{"requestId":"","functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:f","condition":"RecordAgeExceeded","approximateInvokeCount":0},"version":"1.0","timestamp":"2026-11-23T12:00:05.000Z","DDBStreamBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":"9","endSequenceNumber":"9","approximateArrivalOfFirstRecord":"2026-11-23T12:00:00.000Z","approximateArrivalOfLastRecord":"2026-11-23T12:00:00.000Z","batchSize":1,"streamArn":"arn:stream"}}""",
        Write(
            Some.Mapping() with { Kind = EventSourceKind.DynamoDb, StreamArn = "arn:stream" },
            new GivenUpBatch(new StreamBatch([Some.Record(9)]), GiveUpReason.RecordAgeExceeded)));

    private static string Write(EventSourceMappingDefinition mapping, GivenUpBatch givenUp) => Encoding.UTF8.GetString(
        FailureMessage.Write(mapping, FunctionArn, "shardId-000000000000", givenUp, Some.Noon.AddSeconds(5)));
}
