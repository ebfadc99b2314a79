using System.CommandLine;
using Analytics.Cli.Tables;

namespace Analytics.Cli.Mcp;

/// <summary>Parses the arguments of <c>mcp</c>.</summary>
internal sealed class McpCommand : Command
{
    /// <param name="run">Serves tools until the input ends, and returns the exit code.</param>
    public McpCommand(Func<McpOptions, CancellationToken, Task<int>> run)
        : base("mcp",
            "Serves the aggregates as read-only tools to an assistant, by the Model Context Protocol over standard input and output.")
    {
        var api = new Option<string?>("--api")
        {
            Description = "The address of a deployed API (default: the running local stack)",
            HelpName = "URL",
        };
        api.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && AddressOf(token.Value) is null)
            {
                result.AddError($"--api must be an http or https address; was '{token.Value}'.");
            }
        });
        Add(api);
        var tokenFile = new Option<FileInfo?>("--token-file")
        {
            Description = "A file with the token for the API, read with each request; it needs the scopes aggregates:read and orders:admin",
            HelpName = "FILE",
        };
        Add(tokenFile);
        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) =>
            run(
                new McpOptions(AddressOf(parsed.GetValue(api)), tables.Read(parsed)) { TokenFile = parsed.GetValue(tokenFile)?.FullName },
                cancellationToken));
    }

    private static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? address : null;
}
