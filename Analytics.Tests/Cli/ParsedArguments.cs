using System.CommandLine;
using Xunit;

namespace Analytics.Tests.Cli;

/// <summary>What a command makes of its arguments: the options it would run with, or why it refuses them.</summary>
/// <param name="Options">The options; null if the arguments were refused.</param>
/// <param name="Error">The first error; null if there was none.</param>
internal sealed record ParsedArguments<TOptions>(TOptions? Options, string? Error)
    where TOptions : class
{
    /// <summary>Parses arguments, and runs the command if there is no error.</summary>
    /// <param name="create">Creates the command. It gets what the command calls with the options.</param>
    /// <param name="arguments">The arguments.</param>
    public static ParsedArguments<TOptions> Of(Func<Func<TOptions, Task<int>>, Command> create, params string[] arguments)
    {
        TOptions? options = null;
        var parsed = create(read =>
        {
            options = read;
            return Task.FromResult(0);
        }).Parse(arguments);
        if (parsed.Errors is [var error, ..])
        {
            return new ParsedArguments<TOptions>(null, error.Message);
        }

        Assert.Equal(0, parsed.Invoke());
        return new ParsedArguments<TOptions>(options, null);
    }

    /// <summary>Parses arguments that spaces separate.</summary>
    public static ParsedArguments<TOptions> OfLine(Func<Func<TOptions, Task<int>>, Command> create, string line) =>
        Of(create, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
