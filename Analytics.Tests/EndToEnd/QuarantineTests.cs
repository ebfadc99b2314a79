using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Analytics.Cli.Quarantine;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class QuarantineTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");

    public void Dispose() => _data.Delete(recursive: true);

    // Another program writes an order of -2 segments, and garbage to Kinesis. It corrects the order, and an operator looks after the
    // records.
    [Fact]
    public async Task An_invalid_order_counts_once_it_is_corrected_and_what_is_quarantined_is_discarded()
    {
        await using var stack = await StackFixture.StartAsync(_data.FullName);
        var order = new OrderTerms("c-1", Currency.Parse("USD"), [new OrderLine("tea", 2, 450)])
            .Place(OrderId.FromIdempotencyKey("invalid"), new ChangeId(1), 0, DateTimeOffset.UtcNow.ToMilliseconds());
        await PutOnKinesisAsync(stack, "this is no change"u8.ToArray());
        await PutInTableAsync(stack, order with { Lines = [new OrderLine("tea", -2, 450)] });

        await Eventually.EqualAsync(2, async () => (await ListAsync()).Count, () => stack.Log.Tail());
        var garbage = Assert.Single(await ListAsync(), record => record.Source == "kinesis");
        Assert.Contains("this is no change", (await RunAsync(new QuarantineTask.Show(garbage.Id, null))).Output, StringComparison.Ordinal);
        var (refused, refusal) = await RunAsync(new QuarantineTask.Redrive([]));
        Assert.Equal((QuarantineSession.Refused, 2), (refused, refusal.Split("stays").Length - 1));
        Assert.Equal(HttpStatusCode.Conflict, (await stack.Api.GetAsync($"/orders/{order.Id}")).StatusCode);

        await PutInTableAsync(stack, order);
        await Eventually.EqualAsync(1, async () => (await Traffic.TotalsAsync(stack.Api)).Orders, () => stack.Log.Tail());

        Assert.Equal(QuarantineSession.Done, (await RunAsync(new QuarantineTask.Discard([], Yes: true))).Code);
        Assert.Empty(await ListAsync());
        using var output = new StringWriter();
        var options = new ReconcileOptions(new TableNames(_data.FullName));
        Assert.Equal(
            ReconcileSession.Agreed, await ReconcileSession.RunAsync(options, output, TextWriter.Null, TimeProvider.System, default));
        Assert.Equal("Compared 1 order in 1 minute: no difference.\n", output.ToString());
    }

    [Fact]
    public async Task Quarantine_without_a_stack_cannot_tell() =>
        Assert.Equal(QuarantineSession.Unknown, (await RunAsync(new QuarantineTask.List(Json: false, Limit: 0))).Code);

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

    private async Task<(int Code, string Output)> RunAsync(QuarantineTask task)
    {
        using var output = new StringWriter();
        var options = new QuarantineOptions(new TableNames(_data.FullName), task);
        var code = await QuarantineSession.RunAsync(options, TextReader.Null, output, TextWriter.Null, TimeProvider.System, default);
        return (code, output.ToString());
    }

    private sealed record Listed(string Id, string Source, string Reason);
}
