using Analytics.Cli;
using Analytics.Cli.Faults;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public class FaultsTests
{
    [Fact]
    public async Task Nothing_is_lost_and_every_aggregate_is_exact_after_fifty_kills_and_restarts_of_everything()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await new CommandLine(TimeProvider.System).RunAsync(["faults", "--orders", "5000", "--kills", "50"], output, error);

        Assert.True(exitCode == FaultsSession.Exact, $"{output}\n{error}");
        var table = output.ToString().Split('\n');
        Assert.All(
            [
                ("orders  ", "5,000"), ("analytics function killed", "50"), ("orders function killed", "5"),
                ("Kinesis emulator killed", "3"), ("DynamoDB emulator killed", "5"),
                ("host stopped and started", "2"), ("host killed and started", "1"),
                ("lost", "0"), ("differences", "0"),
            ],
            ((string Row, string Number) expected) => Assert.Equal(expected.Number, Number(table, expected.Row)));
    }

    private static string Number(string[] table, string row) =>
        table.Single(line => line.StartsWith(row, StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim();
}
