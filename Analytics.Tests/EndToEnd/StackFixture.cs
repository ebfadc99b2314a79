using Analytics.Cli.Terminal;
using Analytics.Cli.Up;
using Analytics.Local;
using Analytics.Local.Tokens;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The whole system of <c>template.yaml</c> in this process, on free ports, with the functions that ship.</summary>
internal sealed class StackFixture : IAsyncDisposable
{
    private readonly LocalStack _stack;

    private StackFixture(LocalStack stack, SourceLog log)
    {
        _stack = stack;
        Log = log;
        // Longer than any function may take: a request that hangs is the API's fault, not the test's.
        Api = new HttpClient { BaseAddress = stack.Endpoints.Api, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>A client of the HTTP API.</summary>
    public HttpClient Api { get; }

    /// <summary>What the stack says.</summary>
    public SourceLog Log { get; }

    /// <summary>Where everything is.</summary>
    public LocalEndpoints Endpoints => _stack.Endpoints;

    /// <summary>Brings the system up.</summary>
    /// <param name="dataDirectory">Where data is kept; null to keep nothing.</param>
    /// <param name="kinesis">A Kinesis that runs already; null to start the emulator.</param>
    /// <param name="deliverTwice">Whether every batch comes twice.</param>
    /// <param name="parameters">Values for the template's parameters.</param>
    /// <param name="issuer">Starts an issuer of tokens; null starts none.</param>
    /// <param name="template">The template; null for that of the product.</param>
    /// <param name="with">Makes further changes to the options; null makes none.</param>
    public static async Task<StackFixture> StartAsync(
        string? dataDirectory =
            null, Uri? kinesis = null, bool deliverTwice = false, IReadOnlyDictionary<string, string>? parameters = null,
        TokenIssuerOptions? issuer = null, string? template = null, Func<LocalStackOptions, LocalStackOptions>? with = null)
    {
        var log = new SourceLog();
        var options = new LocalStackOptions
        {
            TemplatePath = template ?? Path.Combine(Root(), "template.yaml"),
            CodeDirectory = ShippedFunctions.Folder() ?? PublishedFunctions(),
            NodeModulesDirectory = NodeModules(),
            Log = log,
            Random = new Random(1),
            DataDirectory = dataDirectory,
            KinesisEndpoint = kinesis,
            DeliverTwice = deliverTwice,
            ParameterOverrides = new Dictionary<string, string> { ["Access"] = "Open", ["PrivateWebhooks"] = "true", ["Live"] = "iam" }
                .Concat(parameters ?? new Dictionary<string, string>()).GroupBy(pair => pair.Key).ToDictionary(
                    same => same.Key, same => same.Last().Value),
            TokenIssuer = issuer,
            ApiPort = 0,
            DashboardPort = 0,
            StackName = UpOptions.DefaultStackName,
            Page = PageFixture.Page,
            CurrencyDecimals = PageFixture.CurrencyDecimals,
        };
        return new StackFixture(await LocalStack.StartAsync(with?.Invoke(options) ?? options, CancellationToken.None), log);
    }

    /// <summary>The folder that npm put the emulators into.</summary>
    public static string NodeModules()
    {
        var folder = Path.Combine(Root(), "node_modules");
        Assert.True(Directory.Exists(folder), $"The emulators are not installed: there is no {folder}. Run ./test, or npm ci.");
        return folder;
    }

    /// <summary>Kills the Kinesis emulator that the stack has started, without a chance to tidy up.</summary>
    public async Task KillKinesisAsync()
    {
        var marker = $"KINESIS_MOCK_PLAIN_PORT={Endpoints.Kinesis.Port}\0";
        var emulator = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(
            name => int.TryParse(name, out _))
            .Select(int.Parse).Single(id => Environ(id).Contains(marker, StringComparison.Ordinal));
        using var process = System.Diagnostics.Process.GetProcessById(emulator);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _stack.DisposeAsync();
    }

    private static string Environ(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else.
            return "";
        }
    }

    /// <summary>The folder of the project.</summary>
    public static string Root() => ProjectFolder.Find(AppContext.BaseDirectory, Environment.CurrentDirectory);

    private static string PublishedFunctions()
    {
        var folder = Path.Combine(Root(), "artifacts", "publish", "Analytics.Functions", "release");
        Assert.True(
            File.Exists(Path.Combine(folder, "bootstrap")),
            $"The functions are not published: there is no bootstrap in {folder}. Run ./test, or dotnet publish Analytics.Functions -c "
                + $"Release.");
        return folder;
    }
}

/// <summary>One stack for all tests of a class that do not look at its totals.</summary>
public sealed class StackOfTheClass : IAsyncLifetime
{
    internal StackFixture Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await StackFixture.StartAsync();

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
