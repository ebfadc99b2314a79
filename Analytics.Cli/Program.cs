using Analytics.Cli;

return await new CommandLine(TimeProvider.System).RunAsync(args, Console.Out, Console.Error);
