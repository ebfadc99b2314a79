using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Cli.Tokens;

namespace Analytics.Cli.Mcp;

/// <summary>Parses the arguments of <c>mcp</c>.</summary>
internal sealed class McpCommand : Command
{
    /// <param name="run">Serves tools until the input ends, and returns the exit code.</param>
    public McpCommand(Func<McpOptions, CancellationToken, Task<int>> run)
        : base("mcp",
            "Serves the aggregates as read-only tools to an assistant, by the Model Context Protocol over standard input and output.")
    {
        var api = new ApiTargetOptions(this);
        var tables = new TableOptions(this);
        SetAction((parsed, cancellationToken) =>
            run(new McpOptions(api.Api(parsed), tables.Read(parsed)) { TokenFile = api.TokenFile(parsed) }, cancellationToken));
    }
}
