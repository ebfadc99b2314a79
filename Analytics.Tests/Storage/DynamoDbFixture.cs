using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Local.Emulators;
using Analytics.Storage;
using Analytics.Tests.Against;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>
/// DynamoDB with an orders and an aggregates table for each test that asks: an emulator, or the provider of <c>./test --against</c>.
/// </summary>
public sealed class DynamoDbFixture : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan MaxActive = TimeSpan.FromMinutes(5);
    private static readonly BasicAWSCredentials Local = new("local", "local");

    // Fixtures of several classes may use one provider at a time.
    private readonly string _prefix = Provider.Named is null ? "" : $"{Provider.Prefix}-{Guid.NewGuid():N}-";
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-test-").FullName;
    private readonly ConcurrentQueue<string> _made = new();
    private Emulator? _emulator;
    private Provider? _provider;
    private int _tables;

    public IAmazonDynamoDB Client { get; private set; } = null!;

    /// <summary>Where the emulator is, for a client of a test's own.</summary>
    public string Endpoint => _emulator!.Endpoint.ToString();

    public async Task InitializeAsync()
    {
        if (Provider.Named is not null)
        {
            _provider = await Provider.ConnectAsync();
            Client = _provider.NewDynamoDb();
            return;
        }

        _emulator = await Emulators.StartDynamoDbAsync(Path.Combine(_folder, "dynamodb.db"));
        Client = new AmazonDynamoDBClient(Local, LocalConfig());
    }

    public async Task DisposeAsync()
    {
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.RemoveAsync(_made, []);
        }

        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => Client?.Dispose();

    /// <summary>Another client, which a test watches.</summary>
    internal ObservedDynamoDb Observed() => _provider is { } provider
        ? new(provider.Signing, provider.DynamoDbConfig())
        : new(Local, LocalConfig());

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
        await WaitUntilActiveAsync(name);
        return name;
    }

    public Task<string> NewAggregatesTableAsync() => NewTableAsync("aggregates", ("pk", KeyType.HASH), ("sk", KeyType.RANGE));

    /// <summary>Makes a table with a key of texts.</summary>
    public async Task<string> NewTableAsync(string kind, params (string Name, KeyType Type)[] keys)
    {
        var name = NewName(kind);
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [.. keys.Select(key => new KeySchemaElement(key.Name, key.Type))],
            AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.Name, ScalarAttributeType.S))],
        });
        await WaitUntilActiveAsync(name);
        return name;
    }

    private AmazonDynamoDBConfig LocalConfig() => new() { ServiceURL = Endpoint, AuthenticationRegion = "us-east-1" };

    private string NewName(string kind)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{kind}-{Interlocked.Increment(ref _tables)}");
        _made.Enqueue(name);
        return name;
    }

    private async Task WaitUntilActiveAsync(string table)
    {
        var watch = Stopwatch.StartNew();
        while (_provider is not null && (await Client.DescribeTableAsync(table)).Table.TableStatus != TableStatus.ACTIVE)
        {
            Assert.True(watch.Elapsed < MaxActive, $"The table {table} was not active after {MaxActive}.");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
