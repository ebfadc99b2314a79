using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Setup;

/// <summary>What <c>./run</c> installs before it starts a command.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class RunScriptTests : IDisposable
{
    private readonly FreshClone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("import", "--help")]
    [InlineData("reconcile", "--orders-table", "orders", "--aggregates-table", "aggregates")]
    [InlineData("quarantine", "list")]
    public async Task A_command_that_starts_no_stack_needs_no_node_and_installs_no_emulators(params string[] arguments)
    {
        var run = await _clone.RunAsync(withNode: false, arguments);

        Assert.Equal((0, $"cli {string.Join(' ', arguments)}"), (run.ExitCode, run.Output.Trim()));
        Assert.False(Directory.Exists(_clone.NodeModules));
    }

    [Theory]
    [InlineData]
    [InlineData("--demo")]
    [InlineData("up", "--quiet")]
    [InlineData("faults")]
    public async Task A_command_that_starts_a_stack_installs_the_emulators_and_asks_for_node_without_one(params string[] arguments)
    {
        var without = await _clone.RunAsync(withNode: false, arguments);
        Assert.Equal((1, ""), (without.ExitCode, without.Output));
        Assert.Contains("Node.js 20 or newer", without.Error, StringComparison.Ordinal);

        var with = await _clone.RunAsync(withNode: true, arguments);
        Assert.Equal((0, $"cli {string.Join(' ', arguments)}".Trim()), (with.ExitCode, with.Output.Trim()));
        Assert.True(File.Exists(_clone.Emulator));
    }

    [Fact]
    public async Task What_is_installed_is_not_installed_again()
    {
        await _clone.RunAsync(withNode: true);
        await _clone.RunAsync(withNode: true);

        Assert.Equal(1, _clone.Installations);
    }

    [Fact]
    public async Task An_emulator_that_is_missing_or_cut_short_is_installed_again()
    {
        await _clone.RunAsync(withNode: true);
        await File.WriteAllTextAsync(_clone.Emulator, "");
        await SucceedsAsync();
        Assert.Equal(2, _clone.Installations);

        File.Delete(_clone.Emulator);
        await SucceedsAsync();
        Assert.Equal(3, _clone.Installations);
    }

    [Fact]
    public async Task Any_installed_file_that_is_cut_short_is_noticed()
    {
        await _clone.RunAsync(withNode: true);
        await File.WriteAllTextAsync(Path.Combine(_clone.NodeModules, "kinesis-local", "index.js"), "");

        await SucceedsAsync();
        Assert.Equal(2, _clone.Installations);
    }

    [Fact]
    public async Task An_installation_that_was_interrupted_is_made_anew()
    {
        await _clone.RunAsync(withNode: true);
        File.Delete(Path.Combine(_clone.NodeModules, ".package-lock.json"));

        await SucceedsAsync();
        Assert.Equal(2, _clone.Installations);
    }

    [Fact]
    public async Task Two_at_once_in_a_fresh_clone_install_and_build_once()
    {
        var runs = await Task.WhenAll(_clone.RunAsync(withNode: true), _clone.RunAsync(withNode: true));

        Assert.All(runs, run => Assert.Equal((0, "cli"), (run.ExitCode, run.Output.Trim())));
        Assert.Equal((1, 1), (_clone.Installations, _clone.Builds));
    }

    private async Task SucceedsAsync()
    {
        var (exitCode, _, error) = await _clone.RunAsync(withNode: true);
        Assert.True(exitCode == 0, error);
    }
}
