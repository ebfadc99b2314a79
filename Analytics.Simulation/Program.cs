using System.CommandLine;
using Analytics.Simulation;

var command = new SimulateCommand((options, cancellationToken) =>
    new SimulateSession(options, Console.Out, Console.Error, TimeProvider.System).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
