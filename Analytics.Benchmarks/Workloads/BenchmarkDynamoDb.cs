using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Local.Emulators;
using Analytics.Local.Hosting;

namespace Analytics.Benchmarks.Workloads;

/// <summary>The DynamoDB emulator, with new aggregates tables.</summary>
internal sealed class BenchmarkDynamoDb : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Emulator _emulator;
    private int _tables;

    private BenchmarkDynamoDb(DirectoryInfo folder, Emulator emulator) =>
        (_folder, _emulator, Client) = (folder, emulator, new MeteredClient(emulator.Endpoint));

    public MeteredClient Client { get; }

    public static async Task<BenchmarkDynamoDb> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("order-analytics-benchmark-");
        var command = new DynamoDbEmulator(NodeModules(), Path.Combine(folder.FullName, "dynamodb.db"));
        return new BenchmarkDynamoDb(
            folder, await Emulator.StartAsync(command, port: 0, new NoLog(), TimeProvider.System, CancellationToken.None));
    }

    /// <summary>Makes a table with the key of the aggregates table.</summary>
    public async Task<string> NewTableAsync()
    {
        var name = $"aggregates-{++_tables}";
        await Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new KeySchemaElement("pk", KeyType.HASH), new KeySchemaElement("sk", KeyType.RANGE)],
            AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S),
                new AttributeDefinition("sk", ScalarAttributeType.S)],
        });
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string NodeModules()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "package.json")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "node_modules");
    }

    private sealed class NoLog : ILogSink
    {
        public void Write(string source, string line)
        {
            // An emulator that fails tells its last lines in the exception.
        }
    }
}
