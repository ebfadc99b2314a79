using System.ComponentModel;
using System.Globalization;
using Analytics.Local.Processes;

namespace Analytics.Local.Emulators;

/// <summary>Runs kinesis-local, an emulator of Kinesis Data Streams: a Node program, installed with npm.</summary>
/// <remarks>
/// Its streams live in memory and are lost when its process ends. It can persist them to a file, but it rewrites the whole file at each
/// interval and answers no requests meanwhile: for about one second with 6,000 records.
/// </remarks>
internal sealed class KinesisEmulator : EmulatorCommand
{
    private const int NodeMajorMin = 20;

    private static readonly TimeSpan MaxVersion = TimeSpan.FromSeconds(10);

    private readonly string _node;
    private readonly string _directory;

    private KinesisEmulator(string node, string directory)
    {
        _node = node;
        _directory = directory;
    }

    public override string Name => "kinesis";

    public override string PortOption => "--kinesis-port";

    // Asked to exit, it would wait half a minute for idle connections.
    public override bool EndsWhenAsked => false;

    /// <param name="nodeModulesDirectory">The <c>node_modules</c> folder with the npm packages.</param>
    /// <param name="timeProvider">Clock for the timeout of the Node version check.</param>
    /// <exception cref="EmulatorException">The emulator or Node is missing, or Node is too old.</exception>
    public static async Task<KinesisEmulator> FindAsync(string nodeModulesDirectory, TimeProvider timeProvider)
    {
        var directory = Path.Combine(nodeModulesDirectory, "kinesis-local");
        if (!File.Exists(Path.Combine(directory, "main.js")))
        {
            throw new EmulatorException(
                $"The Kinesis emulator is not installed: there is no {directory}. Run npm ci, or give the endpoint of another Kinesis "
                    + $"with --kinesis-endpoint URL.");
        }

        return new KinesisEmulator(await FindNodeAsync(timeProvider), directory);
    }

    public override EmulatorStart Start(int port)
    {
        var variables = new Dictionary<string, string>
        {
            ["KINESIS_MOCK_PLAIN_PORT"] = $"{port}",
            // The emulator requires a TLS port as well; 0 picks a free one.
            ["KINESIS_MOCK_TLS_PORT"] = "0",
            ["AWS_ACCOUNT_ID"] = "000000000000",
            ["AWS_REGION"] = "us-east-1",
            ["CREATE_STREAM_DURATION"] = "10ms",
            ["SHARD_LIMIT"] = "1000",
            // Its warnings are stack traces of errors that it also returns to the client, for example that a stream does not exist yet.
            ["LOG_LEVEL"] = "ERROR",
        };
        return new EmulatorStart(_node, ["-r", Preload("loopback-only.cjs"), "main.js"])
        {
            WorkingDirectory = _directory,
            Variables = variables,
        };
    }

    public override HttpRequestMessage Probe(Uri endpoint) =>
        JsonRequest(endpoint, "application/x-amz-json-1.1", "Kinesis_20131202.ListStreams", "kinesis");

    private static string Preload(string file) => Path.Combine(AppContext.BaseDirectory, "Emulators", file);

    private static async Task<string> FindNodeAsync(TimeProvider timeProvider)
    {
        var advice = $"The Kinesis emulator needs Node {NodeMajorMin} or later; install it, or give the endpoint of another Kinesis with "
            + $"--kinesis-endpoint URL.";
        var node = FindOnPath(OperatingSystem.IsWindows() ? "node.exe" : "node")
            ?? throw new EmulatorException($"There is no node on the PATH. {advice}");
        var version = "";
        try
        {
            var start = new ChildProcessStart
            {
                FileName = node,
                Arguments = ["--version"],
                WorkingDirectory = Environment.CurrentDirectory,
                Environment = HostEnvironment.With(new Dictionary<string, string>()),
                Output = line => version = line,
            };
            await using var child = await ChildProcess.StartAsync(start, timeProvider);
            await child.Exited.WaitAsync(MaxVersion, timeProvider);
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException)
        {
            throw new EmulatorException($"{node} does not tell its version. {advice}", exception);
        }

        return version is ['v', .. var numbers]
            && int.TryParse(numbers.Split('.')[0], CultureInfo.InvariantCulture, out var major)
            && major >= NodeMajorMin
            ? node
            : throw new EmulatorException($"{node} is version '{version}'. {advice}");
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
