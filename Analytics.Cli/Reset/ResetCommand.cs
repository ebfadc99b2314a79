using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Local;

namespace Analytics.Cli.Reset;

/// <summary>Parses the arguments of <c>reset</c>.</summary>
internal sealed class ResetCommand : Command
{
    /// <param name="run">Deletes the data of a home, after asking unless it must not ask, and returns the exit code.</param>
    public ResetCommand(Func<LocalHome, bool, CancellationToken, Task<int>> run)
        : base("reset",
            "Deletes the data of a local stack that is not running, so that it starts empty. Exit code: 0 it is empty, 1 nothing was "
            + "deleted.")
    {
        var demo = new Option<bool>("--demo") { Description = "The data of ./run --demo, rather than those of ./run" };
        var data = new Option<DirectoryInfo?>("--data") { Description = "The data in this directory", HelpName = "DIR" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before deleting" };
        Add(demo);
        Add(data);
        Add(yes);
        Validators.Add(result =>
        {
            if (result.GetValue(demo) && result.GetValue(data) is not null)
            {
                result.AddError("--demo and --data name two directories: leave out one of them.");
            }
        });
        SetAction((parsed, cancellationToken) => run(
            new LocalHome(parsed.GetValue(data)?.FullName ?? LocalHomes.Of(LocalHomes.Project(), parsed.GetValue(demo))),
            parsed.GetValue(yes), cancellationToken));
    }
}
