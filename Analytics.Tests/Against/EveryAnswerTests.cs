using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Storage;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Against;

/// <summary>The promise, on another provider's DynamoDB, DynamoDB Streams and Kinesis.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Trait(TestKind.Name, TestKind.Against)]
[Collection(WholeSystem.Name)]
public sealed class EveryAnswerTests
{
    private const int Changes = Traffic.Changes + LaterChanges.Changes;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    [AgainstFact]
    public async Task Every_answer_equals_a_scan_of_the_orders_whatever_is_delivered_again()
    {
        await using var stack = await ProviderStack.StartAsync(await Provider.ConnectAsync());
        await Traffic.RunAsync(stack.Host.Api, seed: 6);
        await LaterChanges.RunAsync(stack.Host.Api, TimeProvider.System);

        var compared = await EqualsAScanAsync(stack);
        await stack.DeliverAllAgainAsync();
        Assert.Equal(compared, await EqualsAScanAsync(stack));

        var (agreed, nothing) = await ReconcileAsync(stack);
        Assert.True(agreed == ReconcileSession.Agreed, nothing);
        Report.Say($"compared: {compared} orders of {Changes} changes, delivered four times: series, items, explain, list, reconcile");

        await ChangeATotalAsync(stack);
        var (differs, difference) = await ReconcileAsync(stack);
        Assert.True(differs == ReconcileSession.Differs, difference);
        Report.Say("found: a total that was changed by hand");
    }

    /// <summary>Waits until everything was delivered and the answers agree, and returns how many orders they are of.</summary>
    private static async Task<long> EqualsAScanAsync(ProviderStack stack)
    {
        var (api, log) = (stack.Host.Api, stack.Host.Log);
        // Each batch is delivered twice at the same time.
        await Eventually.TrueAsync(
            () => log.TableStream >= 2 * Changes, () => $"Records from the table stream: {log.TableStream}\n{log.Tail()}",
            MaxWait);
        var scan = await PlainScan.OfAsync(stack.DynamoDb, stack.Orders);
        await Eventually.EqualAsync("", () => Answers.DifferencesAsync(api, scan), () => log.Tail(), MaxWait);
        Assert.Equal(0, scan.Invalid);
        Assert.Equal(scan.Orders, await CountAsync(api, "/aggregates/explain?window=2d"));
        var from = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Assert.Equal(scan.Orders, await CountAsync(api, $"/orders?from={from}"));
        return scan.Orders;
    }

    /// <summary>How many orders all pages of an answer have.</summary>
    private static async Task<long> CountAsync(HttpClient api, string path)
    {
        long count = 0;
        string? cursor = null;
        do
        {
            var page = await PageAsync(api, cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}");
            count += page["orders"]!.AsArray().Count;
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);
        return count;
    }

    // A provider that is slow is answered 503: ask again.
    private static async Task<JsonNode> PageAsync(HttpClient api, string path)
    {
        JsonNode? page = null;
        await Eventually.EqualAsync(
            HttpStatusCode.OK,
            async () =>
            {
                using var answer = await api.GetAsync(path);
                page = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
                return answer.StatusCode;
            },
            () => $"{path}: {page}", MaxWait);
        return page!;
    }

    private static async Task<(int ExitCode, string Output)> ReconcileAsync(ProviderStack stack)
    {
        using var output = new StringWriter();
        var options = new ReconcileOptions(new TableNames("", stack.Orders, stack.Aggregates));
        return (await ReconcileSession.RunAsync(options, output, output, TimeProvider.System, default), output.ToString());
    }

    private static async Task ChangeATotalAsync(ProviderStack stack)
    {
        var item = (await stack.DynamoDb.ScanAsync(new ScanRequest { TableName = stack.Aggregates })).Items
            .First(item => item["pk"].S.StartsWith("minute#", StringComparison.Ordinal));
        item["units"].N = (long.Parse(item["units"].N, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        item[ItemChecksum.Name] = ItemChecksum.Of(item);
        await stack.DynamoDb.PutItemAsync(stack.Aggregates, item);
    }
}
