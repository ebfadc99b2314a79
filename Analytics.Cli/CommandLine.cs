using System.CommandLine;
using System.CommandLine.Parsing;
using Analytics.Cli.Faults;
using Analytics.Cli.Quarantine;
using Analytics.Cli.Rebuild;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Terminal;
using Analytics.Cli.Up;

namespace Analytics.Cli;

/// <summary>The commands of the product, and how their arguments are read.</summary>
/// <param name="time">What the commands take for now.</param>
/// <param name="input">Where answers to questions come from; the terminal if null.</param>
public sealed class CommandLine(TimeProvider time, TextReader? input = null)
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>An <see cref="ExitCode"/>, or what the command itself documents.</returns>
    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root(output, error).Parse(WithCommand(arguments));
        if (parsed.Errors.Count > 0)
        {
            // An unknown command is an error of the root, which also says that it was given none.
            var isRoot = parsed.CommandResult.Command is RootCommand;
            foreach (var problem in parsed.Errors.Skip(isRoot && parsed.Errors.Count > 1 ? 1 : 0))
            {
                await error.WriteLineAsync(problem.Message);
            }

            var command = isRoot ? "" : $" {PathOf(parsed.CommandResult)}";
            await error.WriteLineAsync($"Usage: ./run{(isRoot ? " [command]" : command)} [options]; './run{command} --help' lists them.");
            return ExitCode.Usage;
        }

        // Signals are the commands' own business: the library's handler would end the process after two seconds.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, CancellationToken.None);
    }

    /// <summary>Bare options belong to <c>up</c>, so that <c>./run --demo</c> needs no command.</summary>
    internal static string[] WithCommand(string[] arguments) => arguments switch
    {
        [] => ["up"],
        ["--help" or "-h" or "-?" or "/?" or "/h" or "--version", ..] => arguments,
        [['-', ..], ..] => ["up", .. arguments],
        _ => arguments,
    };

    // A command of a command is called by the names of both.
    private static string PathOf(CommandResult command) => command.Parent is CommandResult { Command: not RootCommand } parent
        ? $"{PathOf(parent)} {command.Command.Name}"
        : command.Command.Name;

    private RootCommand Root(TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Real-time order analytics: the whole system of template.yaml on this machine. Without a command it "
            + "is up, whose options './run up --help' lists.") { HelpName = "./run" };
        root.Add(new UpCommand(options => UpSession.RunAsync(options, output, error, time)));
        root.Add(new ReconcileCommand(
            (options, cancellationToken) => ReconcileSession.RunAsync(options, output, error, time, cancellationToken), time));
        root.Add(new RebuildCommand(
            (request, cancellationToken) =>
                RebuildSession.RunAsync(request, input ?? Console.In, output, error, time, cancellationToken), time));
        root.Add(new FaultsCommand(options => FaultsSession.RunAsync(options, output, error, time)));
        root.Add(new QuarantineCommand(
            (options, cancellationToken) => QuarantineSession.RunAsync(
                options, input ?? Console.In, output, error, time, cancellationToken)));
        return root;
    }
}
