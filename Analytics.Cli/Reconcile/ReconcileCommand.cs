using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Functions.Comparison;

namespace Analytics.Cli.Reconcile;

/// <summary>Parses the arguments of <c>reconcile</c>.</summary>
internal sealed class ReconcileCommand : Command
{
    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    /// <param name="time">The clock from which a window is resolved.</param>
    public ReconcileCommand(Func<ReconcileOptions, CancellationToken, Task<int>> run, TimeProvider time)
        : base("reconcile",
            "Compares every aggregate with a full scan of the orders, also while orders come in. Exit code: 0 no difference, 1 "
            + "differences, 2 could not tell.")
    {
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var range = new RangeOptions(this);
        Add(json);
        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) =>
        {
            var now = time.GetUtcNow();
            return run(
                new ReconcileOptions(
                    tables.Read(parsed), range.Read(parsed, AggregateComparer.Everything(now), now), parsed.GetValue(json)),
                cancellationToken);
        });
    }
}
