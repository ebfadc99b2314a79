using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.KinesisEvents;
using Xunit;

namespace Analytics.Tests.Standins.Lambda;

/// <summary>Reads the events as Lambda documents them.</summary>
public class EventSerializationTests
{
    [Fact]
    public void Kinesis_event_is_read_whole()
    {
        var record = Assert.Single(JsonSerializer.Deserialize("""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"c-1","sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
             "data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
             "eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898","eventName":"aws:kinesis:record",
             "invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2",
             "eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}]}
            """, EventContext.Default.KinesisEvent)!.Records);

        Assert.Equal(
            ("us-east-2", "shardId-000000000006:49590338271490256608559692538361571095921575989136588898", "aws:kinesis:record",
                "aws:kinesis",
             "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream", "1.0", "arn:aws:iam::123456789012:role/lambda-role"),
            (record.AwsRegion, record.EventId, record.EventName, record.EventSource, record.EventSourceARN, record.EventVersion,
                record.InvokeIdentityArn));
        Assert.Equal(
            ("1.0", "c-1", "49590338271490256608559692538361571095921575989136588898", "Hello", 0L),
            (record.Kinesis.KinesisSchemaVersion, record.Kinesis.PartitionKey, record.Kinesis.SequenceNumber,
             Encoding.UTF8.GetString(record.Kinesis.Data.ToArray()), record.Kinesis.Data.Position));
        Assert.Equal("2018-12-17T22:10:50.987Z", Milliseconds(record.Kinesis.ApproximateArrivalTimestamp!.Value));
    }

    [Fact]
    public void DynamoDB_event_is_read_whole()
    {
        var record = Assert.Single(JsonSerializer.Deserialize("""
            {"Records":[{"eventID":"f07f8ca4b0b26cb9c4e5e77e69f274ee","eventName":"REMOVE","eventVersion":"1.1","eventSource":"aws:dynamodb",
             "awsRegion":"us-east-1","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
             "dynamodb":{"ApproximateCreationDateTime":1480642020,"Keys":{"pk":{"S":"o-1"}},
             "OldImage":{"n":{"N":"2"},"b":{"B":"AQI="},"yes":{"BOOL":true},"nothing":{"NULL":true},"ss":{"SS":["a","b"]},"ns":{"NS":["1"]},
             "bs":{"BS":["Aw=="]},"list":{"L":[{"S":"x"}]},"map":{"M":{"k":{"S":"v"}}}},
             "SequenceNumber":"1405400000000002063282832","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},
             "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/Example-Table/stream/2016-12-01T00:00:00.000"}]}
            """, EventContext.Default.DynamoDBEvent)!.Records);

        Assert.Equal(
            ("f07f8ca4b0b26cb9c4e5e77e69f274ee", "REMOVE", "1.1", "aws:dynamodb", "us-east-1",
             "arn:aws:dynamodb:us-east-1:123456789012:table/Example-Table/stream/2016-12-01T00:00:00.000", "Service",
             "dynamodb.amazonaws.com"),
            (record.EventID, record.EventName, record.EventVersion, record.EventSource, record.AwsRegion, record.EventSourceArn,
             record.UserIdentity.Type, record.UserIdentity.PrincipalId));
        Assert.Equal(
            ("1405400000000002063282832", 54L, "NEW_AND_OLD_IMAGES", new DateTime(2016, 12, 2, 1, 27, 0, DateTimeKind.Utc), "o-1"),
            (record.Dynamodb.SequenceNumber, record.Dynamodb.SizeBytes, record.Dynamodb.StreamViewType,
             record.Dynamodb.ApproximateCreationDateTime, record.Dynamodb.Keys["pk"].S));
        Assert.Null(record.Dynamodb.NewImage);
        var old = record.Dynamodb.OldImage;
        Assert.Equal(
            ("2", (bool?)true, (bool?)true, "x", "v"),
            (old["n"].N, old["yes"].BOOL, old["nothing"].NULL, old["list"].L[0].S, old["map"].M["k"].S));
        Assert.Equal(["a", "b", "1"], [.. old["ss"].SS, .. old["ns"].NS]);
        Assert.Equal<byte>([1, 2, 3], [.. old["b"].B.ToArray(), .. old["bs"].BS[0].ToArray()]);
        Assert.Null(old["n"].S);
    }

    [Fact]
    public void HTTP_API_request_is_read()
    {
        var request = LambdaJson.Generated.Read<APIGatewayHttpApiV2ProxyRequest>("""
            {"version":"2.0","routeKey":"POST /orders","rawPath":"/orders","rawQueryString":"a=1&a=2","cookies":["c=1"],
             "headers":{"content-type":"application/json","x-m":"1,2"},"queryStringParameters":{"a":"1,2"},
             "requestContext":{"accountId":"123456789012","apiId":"api-id","authorizer":{"jwt":{"claims":{"sub":"u"},"scopes":["s"]}},
             "domainName":"id.execute-api.us-east-1.amazonaws.com","domainPrefix":"id","http":{"method":"POST","path":"/orders",
             "protocol":"HTTP/1.1","sourceIp":"1.2.3.4","userAgent":"ua"},"requestId":"id","routeKey":"POST /orders","stage":"$default",
             "time":"12/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},"body":"{}","pathParameters":{"id":"o-1"},
             "isBase64Encoded":false,"stageVariables":{"k":"v"}}
            """);
        var context = request.RequestContext;

        Assert.Equal(
            ("POST /orders", "/orders", "a=1&a=2", "1,2", "1,2", "{}", "o-1", false),
            (request.RouteKey, request.RawPath, request.RawQueryString, request.Headers["x-m"], request.QueryStringParameters["a"],
                request.Body, request.PathParameters["id"], request.IsBase64Encoded));
        Assert.Equal(
            ("id.execute-api.us-east-1.amazonaws.com", "$default", "POST"), (context.DomainName, context.Stage, context.Http.Method));
    }

    [Fact]
    public void What_an_HTTP_API_request_omits_is_null()
    {
        var request = LambdaJson.Generated.Read<APIGatewayHttpApiV2ProxyRequest>("""{"version":"2.0"}""");

        Assert.Equal((null, null, null), (request.Body, request.PathParameters, request.QueryStringParameters));
    }

    [Fact]
    public void Answers_are_written_under_their_JSON_names_without_nulls()
    {
        var response = new APIGatewayHttpApiV2ProxyResponse
        {
            StatusCode = 201,
            Headers = new Dictionary<string, string> { ["allow"] = "GET" },
            Body = "<&>",
        };

        Assert.Equal(
            """{"statusCode":201,"headers":{"allow":"GET"},"body":"<&>","isBase64Encoded":false}""", LambdaJson.Generated.Write(response));
        Assert.Equal("{}", LambdaJson.Generated.Write(new StreamsEventResponse()));
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"49"},{}]}""",
            LambdaJson.Generated.Write(new StreamsEventResponse
            {
                BatchItemFailures =
                [
                    new StreamsEventResponse.BatchItemFailure { ItemIdentifier = "49" },
                    new StreamsEventResponse.BatchItemFailure(),
                ],
            }));
    }

    // A fraction of seconds goes through a double, as in the package, and may miss the millisecond by some ticks.
    private static string Milliseconds(DateTime time) =>
        time.AddMicroseconds(500).ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);
}
