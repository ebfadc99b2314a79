using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Metering;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Metering;

[Trait(TestKind.Name, TestKind.Process)]
public sealed class CapacityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capacity");
    private readonly MetricStore _metrics = new(TimeProvider.System, new MetricStoreOptions());

    public void Dispose()
    {
        _metrics.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("DynamoDB_20120810.PutItem", """{"TableName":"t"}""", """{"TableName":"t","ReturnConsumedCapacity":"TOTAL"}""")]
    [InlineData("DynamoDB_20120810.PutItem", """{"ReturnConsumedCapacity":"INDEXES"}""", """{"ReturnConsumedCapacity":"INDEXES"}""")]
    [InlineData("DynamoDB_20120810.ListTables", "{}", "{}")]
    [InlineData("DynamoDBStreams_20120810.GetRecords", "{}", "{}")]
    [InlineData("DynamoDB_20120810.PutItem", "no JSON", "no JSON")]
    public void Consumed_capacity_is_requested_from_calls_that_consume_any(string target, string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(CapacityMeter.Ask(target, Encoding.UTF8.GetBytes(body))));

    [Fact]
    public async Task The_proxy_returns_the_response_unchanged_and_reports_its_consumed_capacity()
    {
        await using var emulator = await Support.Emulators.StartDynamoDbAsync(Path.Combine(_folder.FullName, "db"));
        await using (var meter = new ServiceMeter(_metrics, new RecordingLog(), TimeProvider.System))
        {
            await using var metered = await MeteredDynamoDb.StartAsync(emulator.Endpoint, meter, CancellationToken.None);
            using var client = new AmazonDynamoDBClient(
                new BasicAWSCredentials("a", "b"), new AmazonDynamoDBConfig { ServiceURL =
                    metered.Address.ToString(), AuthenticationRegion = "us-east-1" });
            await client.CreateTableAsync(new CreateTableRequest
            {
                TableName = "orders",
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new AttributeDefinition("k", ScalarAttributeType.S)],
                KeySchema = [new KeySchemaElement("k", KeyType.HASH)],
            });
            var item = new Dictionary<string, AttributeValue> { ["k"] = new("1"), ["text"] = new(new string('x', 2500)) };
            var request = new PutItemRequest { TableName = "orders", Item = item, ConditionExpression = "attribute_not_exists(k)" };

            await client.PutItemAsync(request);
            await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => client.PutItemAsync(request));
            var read = await client.GetItemAsync(
                new GetItemRequest { TableName = "orders", Key = new() { ["k"] = new("1") }, ConsistentRead = true });

            Assert.Equal(item["text"].S, read.Item["text"].S);
        }

        Assert.Equal(
            ["ConditionalCheckFailedRequests 1", "ConsumedReadCapacityUnits 1", "ConsumedWriteCapacityUnits 4"],
            // 3, and 1 for the write that failed
            _metrics.List(DateTimeOffset.MinValue, id => id.ValueOf("TableName") == "orders")
                .Select(id => $"{id.Name} {SumOf(id)}"));

        double SumOf(MetricId id) =>
            _metrics.ReadWhole(id, null, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddMinutes(1), withValues: false).Sum;
    }

    [Fact]
    public async Task A_service_that_is_gone_is_a_connection_that_ends()
    {
        await using var meter = new ServiceMeter(_metrics, new RecordingLog(), TimeProvider.System);
        await using var metered = await MeteredDynamoDb.StartAsync(new Uri("http://127.0.0.1:9/"), meter, CancellationToken.None);
        using var http = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(metered.Address, new StringContent("{}")));
    }
}
