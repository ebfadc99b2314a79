using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
using Analytics.Local;

namespace Analytics.Cli.Quarantine;

/// <summary>Runs <c>quarantine</c> against the local or a deployed aggregates table.</summary>
internal static class QuarantineSession
{
    /// <summary>All was done that was asked.</summary>
    public const int Done = 0;

    /// <summary>Something was refused or not found.</summary>
    public const int Refused = 1;

    /// <summary>It could not be told: a service is out of reach.</summary>
    public const int Unknown = 2;

    public static async Task<int> RunAsync(
        QuarantineOptions options, TextReader input, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var (dynamoDb, table) = Connect(options);
            using (dynamoDb)
            {
                var shelf = new DynamoQuarantineShelf(dynamoDb, table);
                var desk = new QuarantineDesk(shelf, input, output, error, time);
                return options.Task switch
                {
                    QuarantineTask.List(var json, var limit) => await new QuarantineListing(shelf, output).RunAsync(json, limit, cancellationToken),
                    QuarantineTask.Show(var id, var file) => await desk.ShowAsync(id, file, cancellationToken),
                    QuarantineTask.Redrive(var ids) => await desk.RedriveAsync(ids, await RedriverAsync(dynamoDb, table, shelf, time, cancellationToken), cancellationToken),
                    QuarantineTask.Discard(var ids, var yes) => await desk.DiscardAsync(ids, yes, cancellationToken),
                    _ => throw new System.Diagnostics.UnreachableException($"{options.Task} is no task."),
                };
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or FormatException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            await error.WriteLineAsync($"Could not tell: {failure.Message}");
            return Unknown;
        }
    }

    private static (AmazonDynamoDBClient Client, string Table) Connect(QuarantineOptions options)
    {
        if (options.AggregatesTable is { } table)
        {
            return (new AmazonDynamoDBClient(), table);
        }

        var endpoints = LocalEndpoints.Read(Path.Combine(options.DataDirectory, "endpoints.json"))
            ?? throw new FileNotFoundException($"No local stack is running on {options.DataDirectory} (there is no endpoints.json). Start it with ./run, or say --data.");
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoints.DynamoDb.ToString(), AuthenticationRegion = endpoints.Region });
        return (client, endpoints.Tables["AggregatesTable"]);
    }

    private static async Task<Redriver> RedriverAsync(
        AmazonDynamoDBClient dynamoDb, string table, DynamoQuarantineShelf shelf, TimeProvider time, CancellationToken cancellationToken)
    {
        // The functions write the plan before anything else. To count by a guess would be to count in another document than they do.
        var plans = new DynamoLanePlanStore(dynamoDb, table);
        var (plan, _) = await plans.ReadAsync(cancellationToken)
            ?? throw new KeyNotFoundException($"The table {table} has no lane plan, so it is not known where its orders count.");
        var committer = new Committer(
            new DynamoMinuteStore(dynamoDb, table), new CommitOptions(), time, new Random(HashCode.Combine(time.GetTimestamp(), Environment.ProcessId)));
        return new Redriver(committer, new LanePlanSource(plans, plan.LanesAtLast, mayWrite: false, time), shelf, time);
    }
}
