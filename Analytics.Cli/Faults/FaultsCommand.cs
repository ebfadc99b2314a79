using System.CommandLine;

namespace Analytics.Cli.Faults;

/// <summary>Parses the arguments of <c>faults</c>.</summary>
internal sealed class FaultsCommand : Command
{
    private static readonly FaultsOptions Defaults = new();

    private readonly Option<int> _orders = Number("--orders", Defaults.Orders, 1, 1_000_000, "How many orders are placed");
    private readonly Option<int> _rate = Number("--rate", Defaults.Rate, 1, 1_000, "How many of them a second");
    private readonly Option<int> _kills = Number(
        "--kills", Defaults.Kills, 0, 100_000, "How often the analytics function is killed; the other faults go with it");
    private readonly Option<int?> _seed =
        new("--seed") { Description = "What orders and faults are drawn from (default: a new one)", HelpName = "N" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the data directory, with the stack's log in it" };

    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    public FaultsCommand(Func<FaultsOptions, Task<int>> run)
        : base("faults",
            "Kills functions, emulators and the host of a stack of its own while orders come in, then counts. Exit code: 0 exact, 1 "
            + "differences or losses, 2 could not tell.")
    {
        foreach (var option in new Option[] { _orders, _rate, _kills, _seed, _keep })
        {
            Add(option);
        }

        SetAction((parsed, _) => run(new FaultsOptions
        {
            Orders = parsed.GetValue(_orders),
            Rate = parsed.GetValue(_rate),
            Kills = parsed.GetValue(_kills),
            Seed = parsed.GetValue(_seed),
            Keep = parsed.GetValue(_keep),
        }));
    }

    private static Option<int> Number(string name, int otherwise, int min, int max, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= min && number <= max))
            {
                result.AddError($"{name} must be a whole number from {min} to {max}; was '{token.Value}'.");
            }
        });
        return option;
    }
}
