using System.CommandLine;
using Analytics.Simulation;

// EX_USAGE of sysexits.h, as in the product's command line. Exit code 1 means that a seed failed.
const int usage = 64;

var parsed = new SimulateCommand((options, cancellationToken) =>
    new SimulateSession(options, Console.Out, Console.Error, TimeProvider.System).RunAsync(cancellationToken)).Parse(args);
foreach (var problem in parsed.Errors)
{
    await Console.Error.WriteLineAsync($"{problem.Message} './simulate --help' lists the options.");
}

return parsed.Errors.Count > 0 ? usage : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
