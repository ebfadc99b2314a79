using System.CommandLine;
using System.CommandLine.Parsing;
using Analytics.Cli.Faults;
using Analytics.Cli.Import;
using Analytics.Cli.Mcp;
using Analytics.Cli.Page;
using Analytics.Cli.Quarantine;
using Analytics.Cli.Rebuild;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Reset;
using Analytics.Cli.Smoke;
using Analytics.Cli.Terminal;
using Analytics.Cli.Tokens;
using Analytics.Cli.Up;

namespace Analytics.Cli;

/// <summary>Defines the product's commands and parses their arguments.</summary>
/// <param name="time">The clock of the commands.</param>
/// <param name="input">Source of answers to prompts; the terminal if null.</param>
public sealed class CommandLine(TimeProvider time, TextReader? input = null)
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>An <see cref="ExitCode"/>, or an exit code that the command documents.</returns>
    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root(output, error).Parse(WithCommand(arguments));
        if (parsed.Errors.Count > 0)
        {
            // For an unknown command, the root reports a second error first: that no command was given. It is skipped.
            var isRoot = parsed.CommandResult.Command is RootCommand;
            foreach (var problem in parsed.Errors.Skip(isRoot && parsed.Errors.Count > 1 ? 1 : 0))
            {
                await error.WriteLineAsync(problem.Message);
            }

            var command = isRoot ? "" : $" {PathOf(parsed.CommandResult)}";
            await error.WriteLineAsync($"Usage: ./run{(isRoot ? " [command]" : command)} [options]; './run{command} --help' lists them.");
            return ExitCode.Usage;
        }

        // The commands handle signals themselves. The library's handler would end the process after two seconds.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, CancellationToken.None);
    }

    /// <summary>Options without a command belong to <c>up</c>, so that <c>./run --demo</c> works.</summary>
    internal static string[] WithCommand(string[] arguments) => arguments switch
    {
        [] => ["up"],
        ["--help" or "-h" or "-?" or "/?" or "/h" or "--version", ..] => arguments,
        [['-', ..], ..] => ["up", .. arguments],
        _ => arguments,
    };

    // A subcommand is invoked with its parent's name in front.
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
        root.Add(new ImportCommand(
            (options, cancellationToken) => ImportSession.RunAsync(options, output, error, time, cancellationToken)));
        root.Add(new SmokeCommand((options, cancellationToken) => SmokeSession.RunAsync(
            options, input ?? Console.In, output, error, time, cancellationToken)));
        root.Add(new FaultsCommand(options => FaultsSession.RunAsync(options, output, error, time)));
        root.Add(new ResetCommand((home, yes, cancellationToken) => ResetSession.RunAsync(
            home, yes, input ?? Console.In, output, error, cancellationToken)));
        root.Add(new QuarantineCommand(
            (options, cancellationToken) => QuarantineSession.RunAsync(
                options, input ?? Console.In, output, error, time, cancellationToken)));
        root.Add(new PageCommand(options => PageSession.RunAsync(options, output, error, time)));
        root.Add(new McpCommand(
            (options, cancellationToken) => McpSession.RunAsync(
                options, Console.OpenStandardInput(), Console.OpenStandardOutput(), error, time, cancellationToken)));
        root.Add(new TokenCommand((options, cancellationToken) => TokenSession.RunAsync(options, output, error, cancellationToken)));
        return root;
    }
}
