using System.CommandLine;

namespace Analytics.Cli.Reconcile;

/// <summary>Reads the arguments of <c>reconcile</c>.</summary>
internal sealed class ReconcileCommand : Command
{
    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "The data directory of the running local stack (default: .local beside the template)",
        HelpName = "DIR",
    };

    private readonly Option<string?> _orders = new("--orders-table")
    {
        Description = "The orders table of a deployed stack, with the usual AWS configuration",
        HelpName = "NAME",
    };

    private readonly Option<string?> _aggregates = new("--aggregates-table")
    {
        Description = "The aggregates table of a deployed stack",
        HelpName = "NAME",
    };

    /// <param name="run">Does what the options ask for and returns the exit code.</param>
    public ReconcileCommand(Func<ReconcileOptions, CancellationToken, Task<int>> run)
        : base("reconcile", "Compares every aggregate with a full scan of the orders. Exit code: 0 no difference, 1 differences, 2 could not tell.")
    {
        Add(_data);
        Add(_orders);
        Add(_aggregates);
        Validators.Add(result =>
        {
            if ((result.GetValue(_orders) is null) != (result.GetValue(_aggregates) is null))
            {
                result.AddError("--orders-table and --aggregates-table go together.");
            }
        });
        SetAction((parsed, cancellationToken) => run(
            new ReconcileOptions
            {
                DataDirectory = parsed.GetValue(_data)?.FullName
                    ?? Path.Combine(ProjectFolder.Find(AppContext.BaseDirectory, Environment.CurrentDirectory), ".local"),
                OrdersTable = parsed.GetValue(_orders),
                AggregatesTable = parsed.GetValue(_aggregates),
            },
            cancellationToken));
    }
}
