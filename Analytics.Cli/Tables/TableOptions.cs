using System.CommandLine;

namespace Analytics.Cli.Tables;

/// <summary>The command line options that select the tables of a command.</summary>
internal sealed class TableOptions
{
    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "The data directory of the running local stack (default: that of ./run, or of ./run --demo)",
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

    /// <summary>Adds the options to a command.</summary>
    public TableOptions(Command command)
    {
        command.Add(_data);
        command.Add(_orders);
        command.Add(_aggregates);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(_orders) is null) != (result.GetValue(_aggregates) is null))
            {
                result.AddError("--orders-table and --aggregates-table go together: give both for a deployed stack, or neither.");
            }
        });
    }

    /// <summary>Reads the selected tables.</summary>
    public TableNames Read(ParseResult parsed) => new(
        DataDirectory(parsed.GetValue(_data)), parsed.GetValue(_orders), parsed.GetValue(_aggregates));

    /// <summary>The data directory given by an option, or the default one of the stack that is running.</summary>
    public static string DataDirectory(DirectoryInfo? said) => said?.FullName ?? LocalHomes.OfRunning(LocalHomes.Project());
}

/// <summary>Selects the tables of a local or a deployed stack.</summary>
/// <param name="DataDirectory">The data directory of the running local stack.</param>
/// <param name="OrdersTable">The orders table of a deployed stack; null for the local one.</param>
/// <param name="AggregatesTable">The aggregates table of a deployed stack; null for the local one.</param>
internal sealed record TableNames(string DataDirectory, string? OrdersTable = null, string? AggregatesTable = null);
