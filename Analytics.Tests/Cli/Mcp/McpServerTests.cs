using System.Text.Json.Nodes;
using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Analytics.Tests.Documentation;
using Analytics.Tests.Functions.Orders;
using Analytics.Tests.Local;
using Analytics.Tests.Local.Gateway;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Analytics.Tests.Cli.Mcp;

/// <summary>`./run mcp` as a process, asked over its standard input and output by a client of the protocol.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class McpServerTests : IAsyncLifetime, IDisposable
{
    private readonly ApiBench _bench = new();
    private readonly TestIssuer _issuer = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcp-");
    private HttpGateway _gateway = null!;
    private McpClient _client = null!;

    public async Task InitializeAsync()
    {
        var template = await Template.LoadAsync(
            Parsed.OwnTemplate, Parsed.Settings(("Access", "JWT"), ("JwtIssuer", TestIssuer.Name), ("JwtAudience", TestIssuer.Audience)),
            default);
        await File.WriteAllTextAsync(TokenFile, Token("aggregates:read orders:admin") + "\n");
        _gateway = await HttpGateway.StartAsync(
            template.Evaluate().Api!, _ => new BenchFunction(_bench),
            new GatewayOptions
            {
                Port = 0, AccountId = "000000000000", Log = new RecordingLog(), TimeProvider = TimeProvider.System,
                IssuerClient = new HttpClient(_issuer),
            },
            default);
        _client = await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Path.Combine(AppContext.BaseDirectory, "Analytics.Cli"),
            Arguments = ["mcp", "--api", $"{_gateway.Address}", "--token-file", TokenFile],
        }));
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose() => _issuer.Dispose();

    private string TokenFile => Path.Combine(_folder.FullName, "token");

    private string Token(string scopes) => _issuer.Sign(TestIssuer.Claims(TimeProvider.System.GetUtcNow(), "assistant", scopes));

    [Fact]
    public async Task The_token_is_read_with_each_request()
    {
        await File.WriteAllTextAsync(TokenFile, Token("orders:admin"));
        var refused = await _client.CallToolAsync("totals", new Dictionary<string, object?> { ["window"] = "1h" });
        await File.WriteAllTextAsync(TokenFile, Token("aggregates:read"));
        var answered = await _client.CallToolAsync("totals", new Dictionary<string, object?> { ["window"] = "1h" });

        Assert.Equal((true, false), (refused.IsError ?? false, answered.IsError ?? false));
    }

    [Fact]
    public async Task Each_tool_only_reads_and_takes_what_its_route_takes()
    {
        var tools = (await _client.ListToolsAsync()).ToDictionary(tool => tool.Name, tool => tool.ProtocolTool);

        // The tables of a deployed API are not known unless they are named.
        Assert.Equal(["explain", "items", "series", "summary", "totals"], tools.Keys.Order());
        Assert.All(tools.Values, tool => Assert.True(tool.Annotations!.ReadOnlyHint));
        Assert.Equal(
            ["window", "from", "to", "tz", "compare", "include", "currency", "channel", "country", "step", "sku"],
            tools["series"].InputSchema.GetProperty("properties").EnumerateObject().Select(one => one.Name));
    }

    [Fact]
    public async Task Tools_answer_as_the_API_does()
    {
        await _bench.SendAsync(ApiBench.Request(
            "POST", "/orders", new Dictionary<string, string>(), "",
            new Dictionary<string, string> { ["content-type"] = "application/json" }, OrdersApi.Order("\"reference\":\"A-1\"")));

        var totals = await CallAsync("totals", new() { ["window"] = "1h", ["tz"] = "Europe/Berlin" });
        var explained = await CallAsync("explain", new() { ["window"] = "1h", ["limit"] = 5 });
        var items = await CallAsync("items", new() { ["top"] = 1, ["by"] = "orders", ["compare"] = "previous" });
        var series = await CallAsync("series", new() { ["window"] = "1h", ["step"] = "1h" });
        var summary = await CallAsync("summary", new() { ["window"] = "1h", ["include"] = "share,cumulative" });

        Assert.Equal((1, "Europe/Berlin"), ((int)totals["orders"]!, (string?)totals["timeZone"]));
        Assert.Equal("A-1", (string?)explained["orders"]![0]!["reference"]);
        Assert.Equal("tea", (string?)items["items"]![0]!["sku"]);
        Assert.Equal("previous", (string?)items["comparison"]!["with"]);
        Assert.Equal(2, series["points"]!.AsArray().Count);
        Assert.Equal((1, 1m), ((int)summary["totals"]!["orders"]!, (decimal)summary["ranking"]!["items"]![0]!["share"]!));
    }

    [Fact]
    public async Task A_refusal_is_an_error_that_names_the_argument()
    {
        var result = await _client.CallToolAsync("totals", new Dictionary<string, object?> { ["windw"] = "1h" });

        Assert.True(result.IsError);
        Assert.Contains("did you mean window?", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_an_error()
    {
        var result = await _client.CallToolAsync("delete", new Dictionary<string, object?>());

        Assert.Equal((true, "There is no tool delete."), (result.IsError, Text(result)));
    }

    private async Task<JsonNode> CallAsync(string tool, Dictionary<string, object?> arguments)
    {
        var result = await _client.CallToolAsync(tool, arguments);
        Assert.False(result.IsError ?? false, Text(result));
        return JsonNode.Parse(Text(result))!;
    }

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
}
