using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Analytics.Cli;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Local;
using Analytics.Operations.Rebuild;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli;

/// <summary>Holds docs/operator-policy.json to the calls that the operator's commands make.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class OperatorPolicyTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics policy ");

    public void Dispose() => _data.Delete(recursive: true);

    // An order of a lane that is not in use yet and is not counted, one that is, a wrong rollup, and large records in quarantine: one to
    // redrive, one to discard, and one that an interrupted deletion left behind.
    [Fact]
    public async Task The_policy_allows_every_call_of_the_commands_and_no_other()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var (counted, missing, quarantined) = (Placed(1), Placed(2) with { Lane = 3 }, Placed(3));
        await shop.StoreAsync(counted);
        await shop.CountAsync(Some.Placed(counted));
        await shop.StoreAsync(missing);
        var yesterday = Placed(4, hoursAgo: 26);
        await shop.StoreAsync(yesterday);
        await shop.CountAsync(Some.Placed(yesterday));
        var quarter = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(yesterday.PlacedAt));
        Assert.True(await shop.Rollups.TryStoreAsync(quarter, RollupSum.Nothing, invalidationsBefore: 0, default));
        await shop.StoreAsync(quarantined);
        var admin = new DynamoQuarantine(dynamoDb.Client, shop.AggregatesTable, new Random(1));
        var change = Record("1", ChangeEvent.Write(Some.Placed(quarantined)));
        var large = new byte[2 * QuarantineItem.SegmentBytes];
        await admin.PutAsync(change, default);
        await admin.PutAsync(Record("2", large), default);
        await admin.PutAsync(Record("3", large), default);
        await shop.RemoveAsync(QuarantineItem.KeyOfHead(QuarantineItem.IdOf(Record("3", large))));
        Endpoints(shop);

        using var calls = DynamoDbCalls.Of(dynamoDb.Endpoint);
        Assert.Equal(1, await RunAsync("reconcile"));
        Assert.Equal(1, await RunAsync("reconcile", "--window", "3h"));
        Assert.Equal(0, await RunAsync("quarantine", "list"));
        Assert.Equal(0, await RunAsync("quarantine", "show", QuarantineItem.IdOf(change)));
        Assert.Equal(0, await RunAsync("quarantine", "redrive", QuarantineItem.IdOf(change)));
        Assert.Equal(0, await RunAsync("quarantine", "discard", "--all", "--yes"));
        Assert.Equal(0, await RunAsync("rebuild", "--yes"));
        Assert.Equal(0, await RunAsync("reconcile", "--window", "3h"));

        Assert.Equal(Allowed("ORDERS_TABLE"), calls.Actions(shop.OrdersTable));
        Assert.Equal(Allowed("AGGREGATES_TABLE"), calls.Actions(shop.AggregatesTable));
        // A call that is added to the code must be made above, and then be allowed.
        Assert.Equal(CallsInCode(), calls.Operations(shop.OrdersTable, shop.AggregatesTable));
    }

    [Fact]
    public void Without_its_last_statement_the_policy_only_reads() => Assert.DoesNotContain(
        Statements()[..^1].SelectMany(statement => Texts(statement.GetProperty("Action"))),
        action => action.Contains("Put", StringComparison.Ordinal) || action.Contains("Update", StringComparison.Ordinal)
            || action.Contains("Delete", StringComparison.Ordinal) || action.Contains('*', StringComparison.Ordinal));

    private static Order Placed(int number, int hoursAgo = 2)
    {
        var at = DateTimeOffset.UtcNow.AddHours(-hoursAgo);
        return Some.Order(number) with { PlacedAt = at, UpdatedAt = at };
    }

    private static QuarantinedRecord Record(string position, ReadOnlyMemory<byte> raw) =>
        new("kinesis", "arn:stream", position, "No.", raw, DateTimeOffset.UtcNow.AddDays(-2));

    private void Endpoints(ShopTables shop) => new LocalEndpoints(
        null, new Uri(dynamoDb.Endpoint), new Uri(dynamoDb.Endpoint), new Uri(dynamoDb.Endpoint), "us-east-1",
        new Dictionary<string, string> { ["OrdersTable"] = shop.OrdersTable, ["AggregatesTable"] = shop.AggregatesTable },
        new Dictionary<string, string>(), Environment.ProcessId).Write(Path.Combine(_data.FullName, "endpoints.json"));

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLine(new ShopTables.ImpatientTime(TimeProvider.System), TextReader.Null)
            .RunAsync([.. arguments, "--data", _data.FullName], TextWriter.Null, TextWriter.Null);

    private static JsonElement[] Statements() =>
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "operator-policy.json")))
            .RootElement.GetProperty("Statement").EnumerateArray()];

    /// <summary>The allowed actions on a table, as <see cref="DynamoDbCalls.Actions"/> writes them.</summary>
    private static IEnumerable<string> Allowed(string table) => Statements()
        .Select(statement => (
            Parts: statement.GetProperty("Resource").GetString()!.Split('/', 3), Actions: statement.GetProperty("Action")))
        .Where(statement => statement.Parts[1] == table)
        .SelectMany(statement => Texts(statement.Actions).Select(
            action => statement.Parts.Length > 2 ? $"{action} {statement.Parts[2]}" : action))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(one => one.GetString()!)
        : [value.GetString()!];

    /// <summary>The DynamoDB operations that the code of the tables and of the commands calls, read from the compiled assemblies.</summary>
    private static IEnumerable<string> CallsInCode() =>
        new[] { typeof(DynamoMinuteStore), typeof(Rebuilder) }
            .SelectMany(type => Members(type.Assembly.Location))
            .Distinct().Order(StringComparer.Ordinal);

    private static List<string> Members(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == "IAmazonDynamoDB")
            .Select(member => metadata.GetString(member.Name).Replace("Async", "", StringComparison.Ordinal))];
    }
}
