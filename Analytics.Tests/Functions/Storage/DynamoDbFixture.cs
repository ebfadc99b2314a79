using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Local.Emulators;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

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

    public Task<string> NewOrdersTableAsync() => CreateAsync("orders", ("orderId", KeyType.HASH));

    public Task<string> NewAggregatesTableAsync() => CreateAsync("aggregates", ("pk", KeyType.HASH), ("sk", KeyType.RANGE));

    private async Task<string> CreateAsync(string kind, params (string Name, KeyType Type)[] keys)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _tables)}");
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
