using Amazon.DynamoDBv2.Model;
using Analytics.Local;
using Analytics.Local.Emulators;
using Analytics.Local.Resources;
using Analytics.Local.Templates;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Resources;

[Trait(TestKind.Name, TestKind.Process)]
public sealed class ProvisionerTests : IAsyncLifetime, IDisposable
{
    private static readonly string NodeModules = Path.Combine(Path.GetDirectoryName(Parsed.OwnTemplate)!, "node_modules");

    private readonly string _directory = Directory.CreateTempSubdirectory("provisioner-tests-").FullName;
    private Emulator _dynamoDb = null!; // InitializeAsync sets these three before any test.
    private Emulator _kinesis = null!;
    private AwsClients _clients = null!;

    public async Task InitializeAsync()
    {
        _dynamoDb = await Emulator.StartAsync(
            new DynamoDbEmulator(NodeModules, Path.Combine(_directory, "d.db")), 0, new RecordingLog(), TimeProvider.System, default);
        _kinesis = await Emulator.StartAsync(
            await KinesisEmulator.FindAsync(NodeModules, TimeProvider.System), 0, new RecordingLog(), TimeProvider.System, default);
        _clients = new AwsClients(_dynamoDb.Endpoint, _dynamoDb.Endpoint, _kinesis.Endpoint, "us-east-1", new("local", "local", null));
    }

    public void Dispose() => _clients.Dispose();

    public async Task DisposeAsync()
    {
        await _kinesis.DisposeAsync();
        await _dynamoDb.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_products_own_template_is_created_once_and_found_again()
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(), default);
        var provisioner = Provisioner();

        var first = await provisioner.EnsureAsync(template.Evaluate(), default);
        var second = await provisioner.EnsureAsync(template.Evaluate(), default);

        Assert.Equal(first, second);
        Assert.Equal(
            ["order-analytics-AggregatesTable", "order-analytics-OrdersTable"], (await _clients.DynamoDb.ListTablesAsync()).TableNames);
        var orders = (await _clients.DynamoDb.DescribeTableAsync("order-analytics-OrdersTable")).Table;
        Assert.Equal(orders.LatestStreamArn, first[("OrdersTable", "StreamArn")]);
        Assert.Equal("arn:aws:kinesis:us-east-1:000000000000:stream/order-analytics-OrderStream", first[("OrderStream", "Arn")]);
        var timeToLive = await _clients.DynamoDb.DescribeTimeToLiveAsync("order-analytics-AggregatesTable");
        Assert.Equal("expires", timeToLive.TimeToLiveDescription.AttributeName);
        Assert.Equal(
            orders.LatestStreamArn, template.Evaluate(second).EventSources.Single(
            source => source.Mapping.Name == "AnalyticsFunction.TableStream").Mapping.StreamArn);
    }

    [Fact]
    public async Task Indexes_of_every_kind_are_created_and_compared()
    {
        var stack = Parsed.Stack(Table("pk", """
                  LocalSecondaryIndexes:
                    - {IndexName: byAge, KeySchema: [{AttributeName: pk, KeyType: HASH}, {AttributeName: lane, KeyType: RANGE}], Projection: {ProjectionType: KEYS_ONLY}}
                  GlobalSecondaryIndexes:
                    - {IndexName: byLane, KeySchema: [{AttributeName: lane, KeyType: HASH}], Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [b, a]}}
            """));
        await Provisioner().EnsureAsync(stack, default);
        await Provisioner().EnsureAsync(stack, default);

        var table = (await _clients.DynamoDb.DescribeTableAsync("some-table-here")).Table;
        Assert.Equal(
            ("byLane", "byAge"), (table.GlobalSecondaryIndexes.Single().IndexName, table.LocalSecondaryIndexes.Single().IndexName));
    }

    [Fact]
    public async Task A_table_that_differs_from_the_template_is_an_error_that_names_the_data_directory()
    {
        await _clients.DynamoDb.CreateTableAsync(new CreateTableRequest
        {
            TableName = "some-table-here",
            KeySchema = [new("id", Amazon.DynamoDBv2.KeyType.HASH)],
            AttributeDefinitions = [new("id", Amazon.DynamoDBv2.ScalarAttributeType.N)],
            BillingMode = Amazon.DynamoDBv2.BillingMode.PAY_PER_REQUEST,
        });

        var exception = await Assert.ThrowsAsync<ProvisioningException>(
            () => Provisioner().EnsureAsync(Parsed.Stack(Table("pk", "")), default));

        Assert.Equal(
            "The table some-table-here is there and differs from the template's T: its key is HASH id:N and should be HASH pk:S RANGE "
                + "sk:S. "
            + $"Delete the data directory {_directory} to begin anew.",
            exception.Message);
    }

    [Fact]
    public async Task A_stream_on_demand_begins_with_four_shards()
    {
        var stack = Parsed.Stack("Resources: {S: {Type: AWS::Kinesis::Stream, Properties: {StreamModeDetails: {StreamMode: ON_DEMAND}}}}");

        await Provisioner().EnsureAsync(stack, default);

        var summary = await _clients.Kinesis.DescribeStreamSummaryAsync(new() { StreamName = "order-analytics-S" });
        Assert.Equal(4, summary.StreamDescriptionSummary.OpenShardCount);
    }

    private static string Table(string hashKey, string indexes) => $$"""
        Resources:
          T:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: some-table-here
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions:
                - {AttributeName: {{hashKey}}, AttributeType: S}
                - {AttributeName: sk, AttributeType: S}
                {{(indexes.Length == 0 ? "" : "- {AttributeName: lane, AttributeType: N}")}}
              KeySchema: [{AttributeName: {{hashKey}}, KeyType: HASH}, {AttributeName: sk, KeyType: RANGE}]
        {{indexes}}
        """;

    private Provisioner Provisioner() => new(_clients.DynamoDb, _clients.Kinesis, _directory, TimeProvider.System);
}
