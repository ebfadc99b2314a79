using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Cli.Mcp;
using Analytics.Cli.Tables;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Analytics.Tests.Cli.Mcp;

/// <summary>The tool that compares the aggregates with the orders of a local stack.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class ReconcileToolTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("analytics-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_finds_that_all_orders_of_a_window_are_counted()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        await File.WriteAllTextAsync(Path.Combine(_folder, "endpoints.json"),
            $$$"""{"dynamodb":"{{{dynamoDb.Endpoint}}}","kinesis":"http://localhost:1","cloudwatch":"http://localhost:1","region":"us-east-1","tables":{"OrdersTable":"{{{shop.OrdersTable}}}","AggregatesTable":"{{{shop.AggregatesTable}}}"},"streams":{},"pid":0}""");
        await shop.StoreAsync(Some.Order(1));
        await shop.CountAsync(Some.Placed(Some.Order(1)));

        var report = JsonNode.Parse(Text(await CallAsync(new() { ["window"] = "2h" })))!;

        Assert.Equal((1, 0), ((int)report["orders"]!, report["differences"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("window", "soon", "must be 1m to 400d")]
    [InlineData("from", "2026-11-23", "is no argument of reconcile")]
    public async Task An_argument_that_it_does_not_take_is_named(string name, string value, string expected)
    {
        var result = await CallAsync(new() { [name] = value });

        Assert.True(result.IsError);
        Assert.Contains(expected, Text(result), StringComparison.Ordinal);
    }

    private Task<CallToolResult> CallAsync(Dictionary<string, string> arguments) =>
        new ReconcileTool(new TableNames(_folder), new FakeTimeProvider(Some.At("13:00"))).CallAsync(
            arguments.ToDictionary(one => one.Key, one => JsonSerializer.SerializeToElement(one.Value)), default);

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
}
