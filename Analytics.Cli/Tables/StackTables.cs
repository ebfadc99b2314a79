using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;
using Analytics.Local;

namespace Analytics.Cli.Tables;

/// <summary>The tables of a stack, local or deployed, and what reads and writes them.</summary>
internal sealed class StackTables : IDisposable
{
    private const int ScanSegments = 8;

    // Used only where a table has no lane plan yet, and then it has no documents either.
    private const int LanesOfAnEmptyTable = 1;

    private readonly AmazonDynamoDBClient _dynamoDb;

    private StackTables(AmazonDynamoDBClient dynamoDb, string orders, string aggregates, TimeProvider time)
    {
        _dynamoDb = dynamoDb;
        Orders = new OrderScan(dynamoDb, orders, ScanSegments);
        Minutes = new DynamoMinuteStore(dynamoDb, aggregates);
        Rollups = new DynamoRollupStore(dynamoDb, aggregates, new Random());
        Lanes = new LanePlanSource(new DynamoLanePlanStore(dynamoDb, aggregates), LanesOfAnEmptyTable, mayWrite: false, time);
    }

    /// <summary>The orders.</summary>
    public OrderScan Orders { get; }

    /// <summary>The minute documents.</summary>
    public IMinuteStore Minutes { get; }

    /// <summary>The rollups.</summary>
    public IRollupStore Rollups { get; }

    /// <summary>The lane plan.</summary>
    public LanePlanSource Lanes { get; }

    /// <summary>Whether an exception says that the tables are out of reach or hold what cannot be read, rather than that the program is wrong.</summary>
    public static bool IsOutside(Exception failure) => failure is IOException or JsonException or KeyNotFoundException or FormatException
        or AmazonServiceException or AmazonClientException or HttpRequestException;

    /// <summary>Finds the tables.</summary>
    /// <exception cref="FileNotFoundException">No local stack is running there.</exception>
    public static StackTables Connect(TableNames names, TimeProvider time)
    {
        if (names is { OrdersTable: { } orders, AggregatesTable: { } aggregates })
        {
            return new StackTables(new AmazonDynamoDBClient(), orders, aggregates, time);
        }

        var endpoints = LocalEndpoints.Read(Path.Combine(names.DataDirectory, "endpoints.json")) ?? throw new FileNotFoundException(
            $"No local stack is running on {names.DataDirectory} (there is no endpoints.json). Start it with ./run, or say --data.");
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoints.DynamoDb.ToString(), AuthenticationRegion = endpoints.Region });
        return new StackTables(client, endpoints.Tables["OrdersTable"], endpoints.Tables["AggregatesTable"], time);
    }

    /// <inheritdoc/>
    public void Dispose() => _dynamoDb.Dispose();
}
