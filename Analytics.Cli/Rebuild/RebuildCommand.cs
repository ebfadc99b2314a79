using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Functions.Comparison;

namespace Analytics.Cli.Rebuild;

/// <summary>Parses the arguments of <c>rebuild</c>.</summary>
internal sealed class RebuildCommand : Command
{
    /// <param name="run">Executes the parsed request and returns the exit code.</param>
    /// <param name="time">The clock from which a window is resolved.</param>
    public RebuildCommand(Func<RebuildRequest, CancellationToken, Task<int>> run, TimeProvider time)
        : base("rebuild",
            "Repairs aggregates from the orders table, also while orders come in. Exit code: 0 all is right, 1 something is left, 2 "
            + "could not be determined.")
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be repaired" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before writing" };
        var orphans = new Option<bool>("--as-the-table-stands")
        {
            Description = "Also repair minutes that counted orders which are no longer in the table, because they were deleted or a time "
                + "to live removed them",
        };
        var range = new RangeOptions(this);
        Add(dryRun);
        Add(yes);
        Add(orphans);
        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) =>
        {
            var now = time.GetUtcNow();
            return run(
                new RebuildRequest(
                    tables.Read(parsed), range.Read(parsed, AggregateComparer.Everything(now), now),
                    parsed.GetValue(dryRun), parsed.GetValue(yes),
                    parsed.GetValue(orphans)),
                cancellationToken);
        });
    }
}
