using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Functions.Counting;
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
    private readonly string? _orders;
    private readonly string _aggregates;
    private readonly TimeProvider _time;

    private StackTables(AmazonDynamoDBClient dynamoDb, string? orders, string aggregates, TimeProvider time)
    {
        _dynamoDb = dynamoDb;
        _orders = orders;
        _aggregates = aggregates;
        _time = time;
        Minutes = new DynamoMinuteStore(dynamoDb, aggregates);
        Rollups = new DynamoRollupStore(dynamoDb, aggregates, new Random());
        Lanes = PlanFor(LanePlanUse.Answering);
        LanesToCountBy = PlanFor(LanePlanUse.Repairing);
        Quarantine = new DynamoQuarantineShelf(dynamoDb, aggregates);
    }

    /// <summary>The orders. Not there when only the aggregates table was named.</summary>
    public OrderScan Orders => new(_dynamoDb, _orders ?? throw new InvalidOperationException("No orders table was named."), ScanSegments);

    /// <summary>The minute documents.</summary>
    public IMinuteStore Minutes { get; }

    /// <summary>The rollups.</summary>
    public IRollupStore Rollups { get; }

    /// <summary>The lane plan, for reading.</summary>
    public LanePlanSource Lanes { get; }

    /// <summary>The lane plan for those who count.</summary>
    public LanePlanSource LanesToCountBy { get; }

    /// <summary>The records that were put aside.</summary>
    public DynamoQuarantineShelf Quarantine { get; }

    /// <summary>Counts changes as the analytics function does.</summary>
    public Committer Committer => new(Minutes, new CommitOptions { AlwaysInvalidates = true }, _time, new Random());

    /// <summary>Whether an exception says that the tables are out of reach or hold what cannot be read, rather than that the program is wrong.</summary>
    public static bool IsOutside(Exception failure) => failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
        or FormatException or AmazonServiceException or AmazonClientException or HttpRequestException;

    /// <summary>Finds the tables.</summary>
    /// <exception cref="FileNotFoundException">No local stack is running there.</exception>
    public static StackTables Connect(TableNames names, TimeProvider time)
    {
        if (names.AggregatesTable is { } aggregates)
        {
            return new StackTables(new AmazonDynamoDBClient(), names.OrdersTable, aggregates, time);
        }

        var endpoints = LocalEndpoints.Read(Path.Combine(names.DataDirectory, "endpoints.json")) ?? throw new FileNotFoundException(
            $"No local stack is running on {names.DataDirectory} (there is no endpoints.json). Start it with ./run, or say --data.");
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoints.DynamoDb.ToString(), AuthenticationRegion = endpoints.Region });
        return new StackTables(client, endpoints.Tables["OrdersTable"], endpoints.Tables["AggregatesTable"], time);
    }

    /// <summary>Makes sure that it is known where orders count: to count by a guess would be to count in another document than the functions do.</summary>
    /// <exception cref="KeyNotFoundException">The functions have not written a lane plan yet.</exception>
    public async Task RequireLanePlanAsync(CancellationToken cancellationToken)
    {
        if (await new DynamoLanePlanStore(_dynamoDb, _aggregates).ReadAsync(cancellationToken) is null)
        {
            throw new KeyNotFoundException(
                $"The table {_aggregates} has no lane plan, so it is not known where its orders count. The analytics function writes it with the first order that it counts.");
        }
    }

    private LanePlanSource PlanFor(LanePlanUse use) => new(new DynamoLanePlanStore(_dynamoDb, _aggregates), LanesOfAnEmptyTable, use, _time);

    /// <inheritdoc/>
    public void Dispose() => _dynamoDb.Dispose();
}
