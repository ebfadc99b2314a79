using System.ComponentModel;
using System.Globalization;
using Analytics.Local.Processes;

namespace Analytics.Local.Emulators;

/// <summary>kinesis-local: Kinesis Data Streams, run by Node, from npm.</summary>
/// <remarks>
/// Its streams are in memory only and go with its process. It could keep them in a file, but writes the whole file anew at each
/// interval, and answers nobody meanwhile: for a second, with 6,000 records.
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

    // It would wait half a minute for idle connections.
    public override bool EndsWhenAsked => false;

    /// <param name="nodeModulesDirectory">Where npm put its packages.</param>
    /// <param name="timeProvider">Bounds the question for Node's version.</param>
    /// <exception cref="EmulatorException">It or Node is missing, or Node is too old.</exception>
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
            // It insists on TLS too: any free port.
            ["KINESIS_MOCK_TLS_PORT"] = "0",
            ["AWS_ACCOUNT_ID"] = "000000000000",
            ["AWS_REGION"] = "us-east-1",
            ["CREATE_STREAM_DURATION"] = "10ms",
            ["SHARD_LIMIT"] = "1000",
            // Its warnings are stack traces of what it answers anyway, such as that there is no such stream yet.
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
