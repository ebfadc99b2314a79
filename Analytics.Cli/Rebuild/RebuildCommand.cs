using System.CommandLine;
using Analytics.Cli.Tables;

namespace Analytics.Cli.Rebuild;

/// <summary>Reads the arguments of <c>rebuild</c>.</summary>
internal sealed class RebuildCommand : Command
{
    /// <param name="run">Does what the options ask for and returns the exit code.</param>
    /// <param name="time">Says what a window means.</param>
    public RebuildCommand(Func<RebuildRequest, CancellationToken, Task<int>> run, TimeProvider time)
        : base("rebuild", "Puts aggregates right from the orders table, also while orders come in. Exit code: 0 all is right, 1 something is left, 2 could not tell.")
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be put right" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before writing" };
        var orphans = new Option<bool>("--as-the-table-stands")
        {
            Description = "Also put minutes right that counted orders which are no longer in the table, because somebody deleted them or a time to live did",
        };
        var range = new RangeOptions(this);
        Add(dryRun);
        Add(yes);
        Add(orphans);
        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) =>
        {
            var now = time.GetUtcNow();
            var settled = RebuildSession.Settled(now);
            return run(
                new RebuildRequest(
                    tables.Read(parsed), range.Read(parsed, settled, now) ?? settled, parsed.GetValue(dryRun), parsed.GetValue(yes), parsed.GetValue(orphans)),
                cancellationToken);
        });
    }
}
