using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Reconcile;

/// <summary>Runs <c>reconcile</c> and says what it found.</summary>
internal static class ReconcileSession
{
    /// <summary>There is no difference.</summary>
    public const int Agreed = 0;

    /// <summary>There are differences.</summary>
    public const int Differs = 1;

    /// <summary>It could not be told.</summary>
    public const int Unknown = 2;

    private const int Segments = 8;
    private const int LanesReadAtOnce = 16;

    // Used only where a table has no lane plan yet, and then it has no documents either.
    private const int LanesOfAnEmptyTable = 1;

    public static async Task<int> RunAsync(
        ReconcileOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var (dynamoDb, orders, aggregates) = Connect(options);
            using (dynamoDb)
            {
                var store = new DynamoMinuteStore(dynamoDb, aggregates);
                var reader = new AggregateReader(
                    store,
                    new RollupReader(new DynamoRollupStore(dynamoDb, aggregates, new Random()), store, LanesReadAtOnce),
                    new LanePlanSource(new DynamoLanePlanStore(dynamoDb, aggregates), LanesOfAnEmptyTable, mayWrite: false, time),
                    LanesReadAtOnce,
                    time);
                var reconciliation = new Reconciliation(new OrderScan(dynamoDb, orders, Segments), reader, time);
                return await ReportAsync(await reconciliation.RunAsync(error.WriteLine, cancellationToken), output);
            }
        }
        catch (Exception failure) when (failure is IOException or JsonException or KeyNotFoundException or FormatException
            or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            await error.WriteLineAsync($"Could not tell: {failure.Message}");
            return Unknown;
        }
    }

    private static (AmazonDynamoDBClient Client, string Orders, string Aggregates) Connect(ReconcileOptions options)
    {
        if (options is { OrdersTable: { } orders, AggregatesTable: { } aggregates })
        {
            return (new AmazonDynamoDBClient(), orders, aggregates);
        }

        var file = Path.Combine(options.DataDirectory, "endpoints.json");
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"No local stack is running on {options.DataDirectory} (there is no endpoints.json). Start it with ./run, or say --data.");
        }

        using var endpoints = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = endpoints.RootElement;
        var tables = root.GetProperty("tables");
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = root.GetProperty("dynamodb").GetString(), AuthenticationRegion = "us-east-1" });
        return (client, tables.GetProperty("OrdersTable").GetString()!, tables.GetProperty("AggregatesTable").GetString()!);
    }

    private static async Task<int> ReportAsync(ReconciliationResult result, TextWriter output)
    {
        foreach (var difference in result.Differences)
        {
            await output.WriteLineAsync(difference.ToString());
        }

        foreach (var item in result.Unreadable)
        {
            await output.WriteLineAsync($"Not compared: {item}");
        }

        var verdict = result.Differences.Count == 0 ? "no difference" : Plural(result.Differences.Count, "difference");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Compared {Plural(result.Orders, "order")} in {Plural(result.Minutes, "minute")}: {verdict}."));
        return result.Differences.Count > 0 ? Differs : result.Unreadable.Count > 0 ? Unknown : Agreed;
    }

    private static string Plural(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
