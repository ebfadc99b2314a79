using System.CommandLine;
using System.CommandLine.Parsing;
using Analytics.Cli.Tables;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Parses the arguments of <c>import</c>.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Argument<FileInfo> _file = new("FILE")
    {
        Description = "Orders as CSV with column names, one row a line of an order, or as NDJSON (.ndjson, .jsonl), one order a line",
    };

    private readonly Option<ImportFormat?> _format = new("--format")
    {
        Description = "csv or ndjson (default: what the file's extension says)",
        HelpName = "FORMAT",
    };

    private readonly Option<string[]> _map = new("--map")
    {
        Description = "Which CSV column is which: the file's name, then the product's, as 'Order No=reference,Created at=placedAt'",
        HelpName = "THEIRS=OURS,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _tz = new("--tz")
    {
        Description = "The time zone of times without an offset, as Europe/Berlin (default: UTC)",
        HelpName = "ZONE",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Only validate the file: nothing is written, and the tables are not read",
    };

    private readonly Option<bool> _rebuild = new("--rebuild")
    {
        Description = "Count the orders while they are written, rather than leave that to the table stream: much faster, without metrics",
    };

    private readonly Option<int?> _rate = new("--rate") { Description = "Maximum orders per second", HelpName = "N" };

    private readonly Option<int?> _lanes = new("--lanes")
    {
        Description = "Lanes to spread the orders over, as the template's parameter Lanes (default: the lanes in use, rounded up to a "
            + "power of two; 4 in an empty stack)",
        HelpName = "N",
    };

    private readonly Option<string?> _dimensions = new("--dimensions")
    {
        Description = "Further dimensions beside channel and country, as the template's parameter Dimensions (default: none)",
        HelpName = "NAME,...",
    };

    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    public ImportCommand(Func<ImportOptions, CancellationToken, Task<int>> run)
        : base("import",
            "Imports past orders from a file. Run it again after an interruption: orders that are in the table are not imported twice. "
            + "Exit code: 0 every order is in the table, 1 some rows were rejected, 2 the import stopped before its end.")
    {
        _map.Validators.Add(EachIsAPair);
        _tz.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && LocalTimes.In(token.Value) is null)
            {
                result.AddError($"--tz must be a time zone of the IANA database, as Europe/Berlin; was '{token.Value}'.");
            }
        });
        _rate.Validators.Add(result => Require(result, number => number >= 1, "must be at least 1"));
        _lanes.Validators.Add(result => Require(result, Lanes.IsCount, "must be a power of two from 1 to 256"));
        _dimensions.Validators.Add(result =>
        {
            try
            {
                OrderDimensions.Parse(string.Join(',', result.Tokens.Select(token => token.Value)));
            }
            catch (FormatException wrong)
            {
                result.AddError($"--dimensions: {wrong.Message}");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_file) is { } file && result.GetValue(_format) is null && ImportFormats.OfFile(file.Name) is null)
            {
                result.AddError($"{file.Name} ends with none of .csv, .ndjson and .jsonl: give --format csv or --format ndjson.");
            }
        });
        Add(_file);
        foreach (var option in new Option[] { _format, _map, _tz, _dryRun, _rebuild, _rate, _lanes, _dimensions })
        {
            Add(option);
        }

        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) => run(Read(parsed, tables), cancellationToken));
    }

    private ImportOptions Read(ParseResult parsed, TableOptions tables)
    {
        var file = parsed.GetRequiredValue(_file);
        return new ImportOptions(
            file.FullName, parsed.GetValue(_format) ?? ImportFormats.OfFile(file.Name) ?? ImportFormat.Csv, tables.Read(parsed))
        {
            Map = Pairs(parsed.GetValue(_map) ?? []).ToDictionary(pair => pair.Theirs, pair => pair.Ours),
            Times = parsed.GetValue(_tz) is { } zone && LocalTimes.In(zone) is { } times ? times : new ImportTime(),
            DryRun = parsed.GetValue(_dryRun),
            Rebuild = parsed.GetValue(_rebuild),
            Rate = parsed.GetValue(_rate),
            Lanes = parsed.GetValue(_lanes),
            Dimensions = OrderDimensions.Parse(parsed.GetValue(_dimensions) ?? ""),
        };
    }

    // The last '=' divides, since a column's own name may contain one.
    private static IEnumerable<(string Theirs, string Ours)> Pairs(IEnumerable<string> texts) => texts
        .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.LastIndexOf('=') is var mark and > 0 ? (pair[..mark].Trim(), pair[(mark + 1)..].Trim()) : (pair, ""));

    private static void EachIsAPair(OptionResult result)
    {
        var seen = new HashSet<string>();
        foreach (var (theirs, ours) in Pairs(result.Tokens.Select(token => token.Value)))
        {
            if (ours.Length == 0)
            {
                result.AddError($"--map takes THEIRS=OURS,...; was '{theirs}'.");
            }
            else if (!seen.Add(theirs))
            {
                result.AddError($"--map names column '{theirs}' twice.");
            }
        }
    }

    private static void Require(OptionResult result, Predicate<int> isValid, string rule)
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && isValid(number)))
        {
            result.AddError($"{result.Option.Name} {rule}; was '{token.Value}'.");
        }
    }
}
