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
    public async Task Nothing_is_lost_and_every_aggregate_is_exact_after_kills_and_restarts_of_everything()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await new CommandLine(TimeProvider.System).RunAsync(["faults", "--orders", "2500", "--kills", "25"], output, error);

        Assert.True(exitCode == FaultsSession.Exact, $"{output}\n{error}");
        var table = output.ToString().Split('\n');
        Assert.All(
            [
                ("orders  ", "2,500"), ("analytics function killed", "25"), ("orders function killed", "2"),
                ("Kinesis emulator killed", "1"), ("DynamoDB emulator killed", "2"),
                ("host stopped and started", "1"), ("host killed and started", "1"),
                ("lost", "0"), ("differences", "0"),
            ],
            ((string Row, string Number) expected) => Assert.Equal(expected.Number, Number(table, expected.Row)));
    }

    private static string Number(string[] table, string row) =>
        table.Single(line => line.StartsWith(row, StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim();
}
