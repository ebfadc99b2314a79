using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Local;

namespace Analytics.Cli.Tokens;

/// <summary>Runs <c>token</c>.</summary>
internal static class TokenSession
{
    /// <summary>Asks the issuer of the running stack for a token and prints it alone, so that a shell can take it.</summary>
    public static async Task<int> RunAsync(
        TokenOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var endpoints = LocalEndpoints.Read(Path.Combine(options.DataDirectory, "endpoints.json"));
            if (endpoints is not { IsRunning: true })
            {
                throw new StackNotRunningException(
                    options.DataDirectory, endpoints is null ? "it has no endpoints.json" : $"process {endpoints.ProcessId} has ended");
            }

            var issuer = endpoints.Issuer
                ?? throw new IOException(
                    "The local stack issues no tokens. Start it with ./run --access jwt, without the parameter JwtIssuer.");
            await output.WriteLineAsync(await TokenClient.AskAsync(issuer, options.Request, cancellationToken));
            return ExitCode.Success;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.Failure;
        }
    }
}
