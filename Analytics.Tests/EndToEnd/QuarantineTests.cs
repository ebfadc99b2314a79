using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Analytics.Cli.Quarantine;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Orders;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Collection(WholeSystem.Name)]
public sealed class QuarantineTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");

    public void Dispose() => _data.Delete(recursive: true);

    // An order of two hours from now comes by both roads, garbage by one. Three hours later it is time to look after them.
    [Fact]
    public async Task What_came_too_early_is_redriven_and_counts_once_and_garbage_is_discarded()
    {
        await using var stack = await StackFixture.StartAsync(_data.FullName);
        var later = new LaterTime(TimeSpan.FromHours(3));
        var order = Early(DateTimeOffset.UtcNow.AddHours(2).ToMilliseconds());
        await PutOnKinesisAsync(stack, "this is no change"u8.ToArray(), ChangeEvent.Write(OrderChange.Create(null, order)).ToArray());
        await PutInTableAsync(stack, order);

        await Eventually.EqualAsync(3, async () => (await ListAsync()).Count, () => stack.Log.Tail());
        var early = (await ListAsync()).Where(record => record.Reason.Contains("still to come", StringComparison.Ordinal)).ToList();
        var garbage = Assert.Single(await ListAsync(), record => !early.Contains(record));
        Assert.Equal(["dynamodb", "kinesis"], early.Select(record => record.Road).Order(StringComparer.Ordinal));
        Assert.Contains("this is no change", (await RunAsync(new QuarantineTask.Show(garbage.Id, null))).Output, StringComparison.Ordinal);

        var (tooEarly, refusal) = await RunAsync(new QuarantineTask.Redrive([]));
        Assert.Equal((QuarantineSession.Refused, 3), (tooEarly, refusal.Split("stays").Length - 1));

        var (redriven, what) = await RunAsync(new QuarantineTask.Redrive([.. early.Select(record => record.Id[..12])]), later);
        Assert.Equal(QuarantineSession.Done, redriven);
        Assert.Equal((1, 1), (what.Split("  counted").Length - 1, what.Split("  had been counted").Length - 1));

        Assert.Equal(QuarantineSession.Done, (await RunAsync(new QuarantineTask.Discard([garbage.Id], Yes: false))).Code);
        Assert.Empty(await ListAsync());
        await AssertExactAsync(stack, order, later);
    }

    [Fact]
    public async Task Quarantine_without_a_stack_cannot_tell() =>
        Assert.Equal(QuarantineSession.Unknown, (await RunAsync(new QuarantineTask.List(Json: false, Limit: 0))).Code);

    private static Order Early(DateTimeOffset at) =>
        new OrderTerms("c-1", Currency.Parse("USD"), [new OrderLine("tea", 2, 450)]).Place(OrderId.FromIdempotencyKey("early"), at);

    private async Task AssertExactAsync(StackFixture stack, Order order, TimeProvider later)
    {
        var from = order.PlacedAt.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm'Z'", null);
        var to = order.PlacedAt.AddMinutes(2).ToString("yyyy-MM-dd'T'HH:mm'Z'", null);
        var totals = JsonDocument.Parse(await stack.Api.GetStringAsync($"/aggregates/totals?from={from}&to={to}")).RootElement;
        Assert.Equal((1, 2, 9.00m), (
            totals.GetProperty("orders").GetInt32(), totals.GetProperty("units").GetInt32(),
            totals.GetProperty("revenue").GetProperty("USD").GetDecimal()));

        using var output = new StringWriter();
        var options = new ReconcileOptions(new TableNames(_data.FullName));
        Assert.Equal(ReconcileSession.Agreed, await ReconcileSession.RunAsync(options, output, TextWriter.Null, later, default));
        Assert.Equal("Compared 1 order in 1 minute: no difference.\n", output.ToString());
    }

    private static async Task PutOnKinesisAsync(StackFixture stack, params byte[][] data)
    {
        using var kinesis = new AmazonKinesisClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonKinesisConfig { ServiceURL = stack.Endpoints.Kinesis.ToString(), AuthenticationRegion = "us-east-1" });
        foreach (var bytes in data)
        {
            await kinesis.PutRecordAsync(new PutRecordRequest
            {
                StreamName = stack.Endpoints.Streams["OrderStream"],
                PartitionKey = "k",
                Data = new MemoryStream(bytes),
            });
        }
    }

    private static async Task PutInTableAsync(StackFixture stack, Order order)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = stack.Endpoints.DynamoDb.ToString(), AuthenticationRegion = "us-east-1" });
        await dynamoDb.PutItemAsync(stack.Endpoints.Tables["OrdersTable"], OrderItem.Write(new StoredOrder(order, "hash")));
    }

    private async Task<List<Listed>> ListAsync() => JsonSerializer.Deserialize<List<Listed>>(
        (await RunAsync(new QuarantineTask.List(Json: true, Limit: 0))).Output, JsonSerializerOptions.Web)!;

    private async Task<(int Code, string Output)> RunAsync(QuarantineTask task, TimeProvider? time = null)
    {
        using var output = new StringWriter();
        var options = new QuarantineOptions(new TableNames(_data.FullName), task);
        var code = await QuarantineSession.RunAsync(options, TextReader.Null, output, TextWriter.Null, time ?? TimeProvider.System, default);
        return (code, output.ToString());
    }

    private sealed record Listed(string Id, string Road, string Reason);

    /// <summary>The real time and a bit.</summary>
    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
