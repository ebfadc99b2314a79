using System.Net.Sockets;
using System.Numerics;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Local;
using Analytics.Operations.Import;
using Analytics.Operations.Quarantine;
using Analytics.Storage;

namespace Analytics.Cli.Tables;

/// <summary>The tables of a local or deployed stack, with their readers and writers.</summary>
internal sealed class StackTables : IDisposable
{
    private const int ScanSegments = 8;

    // The default of the template's parameter.
    private const int LanesAtFirst = 4;

    private readonly AmazonDynamoDBClient _dynamoDb;
    private readonly string? _orders;
    private readonly string _aggregates;
    private readonly TableClock _time;

    private StackTables(AmazonDynamoDBClient dynamoDb, string? orders, string aggregates, TimeProvider time)
    {
        _dynamoDb = dynamoDb;
        (_orders, _aggregates) = (orders, aggregates);
        _time = new TableClock(time);
        _time.Follow(dynamoDb);
        Minutes = new DynamoMinuteStore(dynamoDb, aggregates);
        Rollups = new DynamoRollupStore(dynamoDb, aggregates, new Random());
        Quarantine = new DynamoQuarantineAdmin(dynamoDb, aggregates);
    }

    /// <summary>DynamoDB's time, taken from its responses.</summary>
    public TimeProvider Time => _time;

    /// <summary>The orders. Throws if only the aggregates table was named.</summary>
    public OrderTableReader Orders =>
        new(new OrderScan(_dynamoDb, OrdersTable, ScanSegments), new OrderIndex(_dynamoDb, OrdersTable, _time), _time);

    /// <summary>The minute documents.</summary>
    public IMinuteStore Minutes { get; }

    /// <summary>The rollups.</summary>
    public IRollupStore Rollups { get; }

    /// <summary>The quarantined records.</summary>
    public DynamoQuarantineAdmin Quarantine { get; }

    /// <summary>Writes orders of the past. Throws if only the aggregates table was named.</summary>
    /// <param name="ordersPerSecond">Maximum number of orders a second; null for no limit.</param>
    public OrderImporter Importer(int? ordersPerSecond) => new(
        new DynamoOrderStore(_dynamoDb, OrdersTable, _time), new CountedOrderStore(_dynamoDb, OrdersTable, _aggregates, _time), Minutes,
        new ImportPace(ordersPerSecond, _time), _time, new Random(), new DimensionRegistry(_dynamoDb, _aggregates));

    /// <summary>The number of lanes in use; the template's default if nothing was counted yet.</summary>
    public async Task<int> LanesAsync(CancellationToken cancellationToken) =>
        await Minutes.ReadExtentAsync(cancellationToken) is { HighestLane: var highest }
            ? (int)BitOperations.RoundUpToPowerOf2((uint)highest + 1)
            : LanesAtFirst;

    /// <summary>Counts changes as the analytics function does.</summary>
    public Committer Committer => new(Minutes, new CommitOptions { AlwaysInvalidates = true }, _time, new Random());

    /// <summary>
    /// Whether an exception means that the tables are unreachable or unreadable, rather than that the program has a bug.
    /// </summary>
    public static bool IsOutside(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
        or FormatException or AmazonServiceException or AmazonClientException or HttpRequestException;

    /// <summary>The message to print for such an exception.</summary>
    public static string Explain(Exception failure, TableNames names)
    {
        var cause = Cause(failure, names);
        return cause is StackNotRunningException ? cause.Message : $"The tables could not be read: {cause.Message}";
    }

    /// <summary>The exception to report instead: that the local stack has ended, if its DynamoDB refuses connections.</summary>
    public static Exception Cause(Exception failure, TableNames names) => names.AggregatesTable is null && IsRefused(failure)
        ? new StackNotRunningException(names.DataDirectory, "its DynamoDB is gone")
        : failure;

    private static bool IsRefused(Exception? failure) => failure is not null
        && (failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } || IsRefused(failure.InnerException));

    /// <summary>Connects to the tables.</summary>
    /// <exception cref="StackNotRunningException">No local stack is running in the data directory.</exception>
    public static StackTables Connect(TableNames names, TimeProvider time)
    {
        if (names.AggregatesTable is { } aggregates)
        {
            return new StackTables(new AmazonDynamoDBClient(), names.OrdersTable, aggregates, time);
        }

        var endpoints = LocalEndpoints.Read(Path.Combine(names.DataDirectory, "endpoints.json")) ?? throw new StackNotRunningException(
            names.DataDirectory, "it has no endpoints.json");
        if (endpoints.ProcessId > 0 && !endpoints.IsRunning)
        {
            throw new StackNotRunningException(names.DataDirectory, $"process {endpoints.ProcessId} has ended");
        }

        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoints.DynamoDb.ToString(), AuthenticationRegion = endpoints.Region });
        return new StackTables(client, endpoints.Tables["OrdersTable"], endpoints.Tables["AggregatesTable"], time);
    }

    private string OrdersTable => _orders ?? throw new InvalidOperationException("No orders table was named.");

    /// <inheritdoc/>
    public void Dispose() => _dynamoDb.Dispose();
}
