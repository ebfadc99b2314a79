using System.Text.Json;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Cli.Tokens;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Analytics.Cli.Mcp;

/// <summary>Serves tools over a pair of streams until the input ends.</summary>
internal static class McpSession
{
    private static readonly string[] Routes = ["totals", "series", "summary", "items", "explain"];

    /// <summary>Runs <c>mcp</c>.</summary>
    /// <param name="options">What to answer from.</param>
    /// <param name="input">The requests of the client.</param>
    /// <param name="output">The answers; nothing else may be written to it.</param>
    /// <param name="error">Messages for people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    public static async Task<int> RunAsync(
        McpOptions options, Stream input, Stream output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var (address, token) = ApiTarget.Of(options.Api, options.TokenFile, options.Tables.DataDirectory);
            using var api = new HttpClient(new TokenHandler(token)) { BaseAddress = Directory(address) };
            List<ITool> tools = [.. ApiTool.All(api, Routes)];
            if (options.CanReconcile)
            {
                tools.Add(new ReconcileTool(options.Tables, time));
            }

            await using var transport = new StreamServerTransport(input, output, "order-analytics");
            await using var server = McpServer.Create(transport, Serving(tools, options.Tables));
            await server.RunAsync(cancellationToken);
            return ExitCode.Success;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.Failure;
        }
    }

    private static McpServerOptions Serving(List<ITool> tools, TableNames tables) => new()
    {
        ServerInfo = new Implementation { Name = "order-analytics", Version = "1" },
        ServerInstructions = "Exact sums over the orders of a shop. Averages, ratios and shares are rounded. Amounts are in major units; "
            + "never add different currencies. Days, weeks and months without tz are those of UTC.",
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. tools.Select(tool => tool.Description)] }),
            CallToolHandler = async (request, cancellationToken) => await CallAsync(tools, request.Params!, tables, cancellationToken),
        },
    };

    private static async Task<CallToolResult> CallAsync(
        List<ITool> tools, CallToolRequestParams call, TableNames tables, CancellationToken cancellationToken)
    {
        if (tools.Find(tool => tool.Description.Name == call.Name) is not { } called)
        {
            return Tools.Result($"There is no tool {call.Name}.", isError: true);
        }

        try
        {
            return await called.CallAsync(
                call.Arguments?.ToDictionary() ?? new Dictionary<string, JsonElement>(), cancellationToken);
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            return Tools.Result(StackTables.Explain(failure, tables), isError: true);
        }
    }

    // A relative address replaces what follows the last slash of its base.
    private static Uri Directory(Uri api) => api.AbsoluteUri.EndsWith('/') ? api : new Uri($"{api.AbsoluteUri}/");
}
