using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Cli.Up;
using Analytics.Local;

namespace Analytics.Cli.Tokens;

/// <summary>The API that a command reads: a deployed one, or that of the running local stack.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Token">Returns a token for the next request; null if the API needs none.</param>
internal sealed record ApiTarget(Uri Address, Func<Task<string?>> Token)
{
    /// <summary>Finds the API.</summary>
    /// <param name="api">The address of a deployed API; null for that of the running local stack.</param>
    /// <param name="tokenFile">A file with the token for a deployed API, read with each request; null if it needs none.</param>
    /// <param name="dataDirectory">The data directory of the local stack.</param>
    /// <exception cref="StackNotRunningException">No local stack runs.</exception>
    public static ApiTarget Of(Uri? api, string? tokenFile, string dataDirectory)
    {
        if (api is not null)
        {
            return new ApiTarget(api, () => ReadAsync(tokenFile));
        }

        var endpoints = LocalEndpoints.Read(Path.Combine(dataDirectory, "endpoints.json"));
        return endpoints is { IsRunning: true, Api: { } running }
            ? new ApiTarget(running, async () => endpoints.Issuer is { } issuer
                ? await TokenClient.AskAsync(issuer, AccessParameters.OfBackOffice(), CancellationToken.None)
                : null)
            : throw new StackNotRunningException(dataDirectory, "it has no running API");
    }

    private static async Task<string?> ReadAsync(string? file) => file is null ? null : (await File.ReadAllTextAsync(file)).Trim();
}

/// <summary>The options that select an API.</summary>
internal sealed class ApiTargetOptions
{
    private readonly Option<string?> _api = new("--api")
    {
        Description = "The address of a deployed API (default: the running local stack)",
        HelpName = "URL",
    };

    private readonly Option<FileInfo?> _tokenFile = new("--token-file")
    {
        Description = "A file with the token for the API, read with each request; it needs the scopes aggregates:read and orders:admin",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public ApiTargetOptions(Command command)
    {
        _api.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && AddressOf(token.Value) is null)
            {
                result.AddError($"--api must be an https address, or an http one of this machine; was '{token.Value}'.");
            }
        });
        command.Add(_api);
        command.Add(_tokenFile);
    }

    /// <summary>The address of a deployed API; null if none is named.</summary>
    public Uri? Api(ParseResult parsed) => AddressOf(parsed.GetValue(_api));

    /// <summary>The path of the file with the token; null if none is named.</summary>
    public string? TokenFile(ParseResult parsed) => parsed.GetValue(_tokenFile)?.FullName;

    private static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
            ? address
            : null;
}
