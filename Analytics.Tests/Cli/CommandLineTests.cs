using Analytics.Cli;
using Xunit;

namespace Analytics.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("", "up")]
    [InlineData("--demo", "up --demo")]
    [InlineData("--api-port 0", "up --api-port 0")]
    [InlineData("up --demo", "up --demo")]
    [InlineData("--help", "--help")]
    [InlineData("-h", "-h")]
    [InlineData("reconcile --window 1h", "reconcile --window 1h")]
    public void Options_without_a_command_belong_to_up(string given, string understood) =>
        Assert.Equal(understood, string.Join(' ', CommandLine.WithCommand(given.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Theory]
    [InlineData("up --no-such-option", "'--no-such-option'")]
    [InlineData("down", "'down'")]
    [InlineData("up --api-port 70000", "--api-port must be a port from 0 to 65535; was '70000'.")]
    [InlineData("up --api-port many", "--api-port must be a port from 0 to 65535; was 'many'.")]
    [InlineData("up --kinesis-endpoint localhost", "--kinesis-endpoint must be an http or https address; was 'localhost'.")]
    [InlineData("up --parameter Lanes", "--parameter takes NAME=VALUE; was 'Lanes'.")]
    [InlineData("up --parameter =8", "--parameter takes NAME=VALUE; was '=8'.")]
    [InlineData("up --parameter Lanes=8 --parameter Lanes=4", "--parameter Lanes is given twice.")]
    [InlineData("up --stack-name my_shop", "--stack-name must be 1 to 128 letters, digits and -, beginning with a letter; was 'my_shop'.")]
    [InlineData("up --access closed", "--access must be open, jwt or iam; was 'closed'.")]
    [InlineData("up --access open --parameter Access=IAM", "--access and --parameter Access say the same: leave out one of them.")]
    [InlineData("token --seconds 0", "--seconds must be 1 to 31536000; was '0'.")]
    [InlineData("up --seed 7", "--seed needs --demo: add --demo, or leave out --seed.")]
    [InlineData("up --ephemeral --data somewhere", "--ephemeral stores nothing, so --data has no use: leave out one of them.")]
    [InlineData(
        "reconcile --orders-table orders",
        "--orders-table and --aggregates-table go together: give both for a deployed stack, or neither.")]
    [InlineData("reconcile --window soon", "--window must be 1m to 400d in minutes (m), hours (h) or days (d); was 'soon'.")]
    [InlineData(
        "reconcile --window 1h --from 2026-11-23T10:05Z",
        "--window cannot be given together with --from or --to: leave out one of them.")]
    [InlineData("rebuild --from yesterday", "--from must be a minute of UTC, as 2026-11-23T10:05Z; was 'yesterday'.")]
    [InlineData(
        "rebuild --from 2026-11-23T10:05Z --to 2026-11-23T10:05Z",
        "--to must be after --from; got --from 2026-11-23T10:05Z --to 2026-11-23T10:05Z.")]
    [InlineData("faults --orders 0", "--orders must be a whole number from 1 to 1000000; was '0'.")]
    [InlineData("faults --rate fast", "--rate must be a whole number from 1 to 1000; was 'fast'.")]
    [InlineData("quarantine", "Required command was not provided.")]
    [InlineData("quarantine redrive", "redrive needs the ids of records, which `quarantine list` shows, or --all.")]
    [InlineData("quarantine discard 1a --all", "discard takes ids or --all, not both.")]
    [InlineData("quarantine list --limit -1", "--limit must be a whole number, at least 0; was '-1'.")]
    [InlineData("quarantine list --limit many", "--limit must be a whole number, at least 0; was 'many'.")]
    [InlineData("quarantine show", "./run quarantine show")]
    public async Task Invalid_arguments_are_reported_with_the_usage_and_exit_code_64(string arguments, string expected)
    {
        var (code, output, error) = await RunAsync(arguments.Split(' '));

        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("Usage: ./run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Contains("up", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new CommandLine(TimeProvider.System).RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
