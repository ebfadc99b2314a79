using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Cli.Import;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class ImportTests : IDisposable
{
    // The environment variable Import_Orders says another number.
    private static readonly int Orders =
        int.TryParse(Environment.GetEnvironmentVariable("Import_Orders"), out var orders) ? orders : 2_000;

    private const int BadEvery = 100;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics import ");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_that_is_killed_three_times_ends_imported_once_with_each_bad_row_named(bool isCounted)
    {
        await using var stack = await StackFixture.StartAsync(_data.FullName);
        var file = Path.Combine(_data.FullName, "orders.csv");
        var bad = await WriteAsync(file);
        string[] command = ["import", file, "--data", _data.FullName, .. isCounted ? ["--rebuild"] : Array.Empty<string>()];

        for (var kill = 1; kill <= 3; kill++)
        {
            // Slow enough to be killed in the middle: after some orders came in, and seconds before the last.
            var before = await CountAsync(stack);
            await using var import = UpProcess.Start([.. command, "--rate", "300"]);
            await Eventually.EqualAsync(true, async () => await CountAsync(stack) > before, () => $"{import.Output}\n{import.Error}");
            await import.SignalAsync("KILL");
            Assert.Equal(128 + 9, await import.EndAsync());
        }

        await using var last = UpProcess.Start(command);
        Assert.Equal(ImportSession.Rejected, await last.EndAsync());

        Assert.DoesNotContain("   at ", last.Error, StringComparison.Ordinal);
        Assert.Matches(@"Imported: [\d,]+ orders in .*; [\d,]+ were there already\.", last.Output);
        Assert.Contains($"Rejected: {bad.Count} rows", last.Output, StringComparison.Ordinal);
        Assert.Equal(bad, (await File.ReadAllLinesAsync($"{file}.rejected.csv")).Skip(1).Select(
            row => int.Parse(row.Split(',')[0], CultureInfo.InvariantCulture)));
        var (code, said) = await ReconcileAsync();
        Assert.True(code == ReconcileSession.Agreed, $"{said}\n{stack.Log.Tail()}");
        Assert.Contains($"Compared {Orders - bad.Count:N0} orders", said, StringComparison.Ordinal);
    }

    // Over 400 days, one row an order; every hundredth has a quantity of 0 or is too old.
    private static async Task<List<int>> WriteAsync(string file)
    {
        var (now, bad) = (DateTimeOffset.UtcNow, new List<int>());
        var text = new StringBuilder("reference,placedAt,customerId,currency,sku,quantity,unitPrice\r\n");
        for (var number = 1; number <= Orders; number++)
        {
            var isBad = number % BadEvery == 0;
            var age = isBad && number % (2 * BadEvery) == 0 ? TimeSpan.FromDays(401) : TimeSpan.FromDays(399.0 * number / Orders);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{number},{now - age:yyyy-MM-dd'T'HH:mm:ss'Z'},c-{number % 50},{(number % 3 == 0 ? "EUR" : "USD")},sku-{number % 9},"
                    + $"{(isBad && age.TotalDays < 400 ? 0 : 2)},4.50\r\n");
            if (isBad)
            {
                bad.Add(number + 1);
            }
        }

        await File.WriteAllTextAsync(file, text.ToString());
        return bad;
    }

    private static async Task<int> CountAsync(StackFixture stack)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = stack.Endpoints.DynamoDb.ToString(), AuthenticationRegion = "us-east-1" });
        var orders = 0;
        var scan = new ScanRequest { TableName = stack.Endpoints.Tables["OrdersTable"], Select = Select.COUNT };
        do
        {
            var page = await dynamoDb.ScanAsync(scan);
            orders += page.Count ?? 0;
            scan.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (scan.ExclusiveStartKey is { Count: > 0 });

        return orders;
    }

    // The streams count within seconds what they did not deliver yet.
    private async Task<(int ExitCode, string Output)> ReconcileAsync()
    {
        var result = (ExitCode: ReconcileSession.Unknown, Output: "");
        for (var attempt = 0; attempt < 10 && result.ExitCode != ReconcileSession.Agreed; attempt++)
        {
            using var output = new StringWriter();
            var options = new ReconcileOptions(new TableNames(_data.FullName));
            result = (
                await ReconcileSession.RunAsync(options, output, TextWriter.Null, TimeProvider.System, default), output.ToString());
        }

        return result;
    }
}
