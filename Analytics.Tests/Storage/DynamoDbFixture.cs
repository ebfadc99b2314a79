using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Local.Emulators;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>A DynamoDB emulator with an orders and an aggregates table for each test that asks.</summary>
public sealed class DynamoDbFixture : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-test-").FullName;
    private Emulator? _emulator;
    private int _tables;

    public IAmazonDynamoDB Client { get; private set; } = null!;

    /// <summary>Where the emulator is, for a client of a test's own.</summary>
    public string Endpoint => _emulator!.Endpoint.ToString();

    public async Task InitializeAsync()
    {
        _emulator = await Emulators.StartDynamoDbAsync(Path.Combine(_folder, "dynamodb.db"));
        Client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = Endpoint, AuthenticationRegion = "us-east-1" });
    }

    public async Task DisposeAsync()
    {
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => Client?.Dispose();

    public async Task<string> NewOrdersTableAsync()
    {
        var name = NewName("orders");
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new(OrderItem.Key, KeyType.HASH)],
            AttributeDefinitions = [.. new[] { OrderItem.Key, OrderItem.PlacedIn, OrderItem.PlacedAt, OrderItem.CustomerId }.Select(
                key => new AttributeDefinition(key, ScalarAttributeType.S))],
            GlobalSecondaryIndexes =
            [
                new GlobalSecondaryIndex
                {
                    IndexName = OrderIndex.Name,
                    KeySchema = [new(OrderItem.PlacedIn, KeyType.HASH), new(OrderItem.PlacedAt, KeyType.RANGE)],
                    Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                },
                new GlobalSecondaryIndex
                {
                    IndexName = OrderPages.CustomerIndex,
                    KeySchema = [new(OrderItem.CustomerId, KeyType.HASH), new(OrderItem.PlacedAt, KeyType.RANGE)],
                    Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                },
            ],
        });
        return name;
    }

    public Task<string> NewAggregatesTableAsync() => CreateAsync("aggregates", ("pk", KeyType.HASH), ("sk", KeyType.RANGE));

    private string NewName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _tables)}");

    private async Task<string> CreateAsync(string kind, params (string Name, KeyType Type)[] keys)
    {
        var name = NewName(kind);
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [.. keys.Select(key => new KeySchemaElement(key.Name, key.Type))],
            AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.Name, ScalarAttributeType.S))],
        });
        return name;
    }
}
