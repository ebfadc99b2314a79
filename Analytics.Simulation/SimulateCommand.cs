using System.CommandLine;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Parses the arguments of <c>./simulate</c>.</summary>
internal sealed class SimulateCommand : RootCommand
{
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many seeds to run, side by side on all cores",
        DefaultValueFactory = _ => 1_000,
    };

    private readonly Option<int> _first = new("--first") { Description = "The first of them", DefaultValueFactory = _ => 1 };

    private readonly Option<int?> _seed = new("--seed") { Description = "Run this one and print its history" };

    private readonly Option<int> _changes = new("--changes")
    {
        Description = "Changes of orders in each run",
        DefaultValueFactory = _ => Scenario.ChangesUsual,
    };

    private readonly Option<Fault[]> _only = new("--only")
    {
        Description = "Leave all other faults out",
        HelpName = "FAULT",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<Fault[]> _without = new("--without")
    {
        Description = "Leave these faults out",
        HelpName = "FAULT",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<GuardRemoval> _removal = new("--without-guard")
    {
        Description = "Break something on purpose, to see it found",
        DefaultValueFactory = _ => GuardRemoval.None,
    };

    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    public SimulateCommand(Func<SimulateOptions, CancellationToken, Task<int>> run)
        : base("Runs the real functions and mappings in simulated worlds where everything goes wrong, and compares all they say with the "
            + "orders. "
            + "Exit code: 0 nothing was wrong, 1 something was.")
    {
        HelpName = "./simulate";
        foreach (var option in new Option[] { _seeds, _first, _seed, _changes, _only, _without, _removal })
        {
            Add(option);
        }

        foreach (var count in new[] { _seeds, _changes })
        {
            count.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{count.Name} is a whole number from 1 on.");
                }
            });
        }

        SetAction((parsed, cancellationToken) => run(
            new SimulateOptions
            {
                Seeds = parsed.GetValue(_seeds),
                First = parsed.GetValue(_first),
                Seed = parsed.GetValue(_seed),
                Changes = parsed.GetValue(_changes),
                Faults = FaultsOf(parsed.GetValue(_only)!, parsed.GetValue(_without)!),
                GuardRemoval = parsed.GetValue(_removal),
            },
            cancellationToken));
    }

    private static Faults FaultsOf(Fault[] only, Fault[] without) => without.Aggregate(
        only.Length == 0 ? Faults.All : only.Aggregate(Faults.None, (faults, fault) => faults.With(fault)),
        (faults, fault) => faults.Without(fault));
}
