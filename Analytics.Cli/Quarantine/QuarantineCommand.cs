using System.CommandLine;
using Analytics.Cli.Tables;

namespace Analytics.Cli.Quarantine;

/// <summary>Parses the arguments of <c>quarantine</c>.</summary>
internal sealed class QuarantineCommand : Command
{
    private const int LimitDefault = 100;

    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "The data directory of the running local stack (default: that of ./run, or of ./run --demo)",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string?> _aggregates = new("--aggregates-table")
    {
        Description = "The aggregates table of a deployed stack, with the usual AWS configuration",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Func<QuarantineOptions, CancellationToken, Task<int>> _run;

    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    public QuarantineCommand(Func<QuarantineOptions, CancellationToken, Task<int>> run)
        : base("quarantine",
            "Looks after the records that are no change of an order. Exit code: 0 done, 1 something was refused or not found, 2 could "
            + "not tell.")
    {
        _run = run;
        Add(_data);
        Add(_aggregates);
        Add(List());
        Add(Show());
        Add(Redrive());
        Add(Discard());
    }

    private Command List()
    {
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var limit = new Option<int>("--limit")
        {
            Description = $"Maximum number of records, 0 for all (default: {LimitDefault})",
            HelpName = "N",
            DefaultValueFactory = _ => LimitDefault,
        };
        limit.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.Count == 0 ? "0" : result.Tokens[0].Value, out var count) || count < 0)
            {
                result.AddError($"--limit must be a whole number, at least 0; was '{result.Tokens[0].Value}'.");
            }
        });
        return With(
            new Command("list", "Lists them, newest first") { json, limit },
            parsed => new QuarantineTask.List(parsed.GetValue(json), parsed.GetValue(limit)));
    }

    private Command Show()
    {
        var id = new Argument<string>("ID") { Description = "The record, by its id or how it begins" };
        var raw = new Option<FileInfo?>("--raw") { Description = "Write the bytes to a file instead of showing them", HelpName = "FILE" };
        return With(
            new Command("show", "Shows everything there is of a record") { id, raw },
            parsed => new QuarantineTask.Show(parsed.GetRequiredValue(id), parsed.GetValue(raw)?.FullName));
    }

    private Command Redrive()
    {
        var (ids, all) = Chosen("redriven");
        return With(
            Choosing(new Command("redrive", "Feeds records in again; those that are changes by now count, once, and leave") { ids, all },
                ids, all),
            parsed => new QuarantineTask.Redrive(parsed.GetValue(ids) ?? []));
    }

    private Command Discard()
    {
        var (ids, all) = Chosen("discarded");
        var yes = new Option<bool>("--yes") { Description = "Do not ask before all are discarded" };
        return With(
            Choosing(new Command("discard", "Deletes records for good") { ids, all, yes }, ids, all),
            parsed => new QuarantineTask.Discard(parsed.GetValue(ids) ?? [], parsed.GetValue(yes)));
    }

    private static (Argument<string[]> Ids, Option<bool> All) Chosen(string what) => (
        new Argument<string[]>("ID")
        {
            Description = $"The records to be {what}, by their ids or how they begin",
            Arity = ArgumentArity.ZeroOrMore,
        },
        new Option<bool>("--all") { Description = "All that are there" });

    private static Command Choosing(Command command, Argument<string[]> ids, Option<bool> all)
    {
        command.Validators.Add(result =>
        {
            var hasIds = result.GetValue(ids) is { Length: > 0 };
            if (hasIds == result.GetValue(all))
            {
                result.AddError(hasIds
                    ? $"{command.Name} takes ids or --all, not both."
                    : $"{command.Name} needs the ids of records, which `quarantine list` shows, or --all.");
            }
        });
        return command;
    }

    private Command With(Command command, Func<ParseResult, QuarantineTask> task)
    {
        command.SetAction((parsed, cancellationToken) => _run(
            new QuarantineOptions(
                new TableNames(TableOptions.DataDirectory(parsed.GetValue(_data)), AggregatesTable: parsed.GetValue(_aggregates)),
                task(parsed)),
            cancellationToken));
        return command;
    }
}
