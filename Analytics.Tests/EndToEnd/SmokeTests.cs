using System.Text.Json.Nodes;
using Analytics.Cli;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The command <c>smoke</c> on the whole system.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class SmokeTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics smoke ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task It_finds_that_the_system_works_and_leaves_one_cancelled_order()
    {
        await using var stack = await StackFixture.StartAsync(_data.FullName);

        var (asked, question) = await RunAsync("n");
        Assert.Equal(1, asked);
        Assert.Contains("The shop then has one cancelled order more", question, StringComparison.Ordinal);
        Assert.EndsWith("Go on? [y/N] No order was placed.\n", question, StringComparison.Ordinal);
        Assert.Equal((0, 0), await OrdersAsync(stack));

        var (agreed, table) = await RunAsync("y");
        Assert.True(agreed == 0, table);
        var (again, json) = await RunAsync("", "--yes", "--json");
        Assert.True(again == 0 && (bool)JsonNode.Parse(json)!["works"]!, json);
        Assert.Equal((0, 2), await OrdersAsync(stack));
    }

    private static async Task<(long Orders, long Cancelled)> OrdersAsync(StackFixture stack)
    {
        var totals = await Traffic.TotalsAsync(stack.Api);
        return (totals.Orders, totals.Cancelled);
    }

    private async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await new CommandLine(TimeProvider.System, new StringReader(input)).RunAsync(
            ["smoke", "--data", _data.FullName, .. arguments], output, output);
        return (code, output.ToString());
    }
}
