using System.Runtime.InteropServices;
using Analytics.Local.Hosting;
using Microsoft.Data.Sqlite;

namespace Analytics.Local.Emulators;

/// <summary>Runs dynoxide, an emulator of DynamoDB with streams: a single binary on SQLite, installed with npm.</summary>
public sealed class DynamoDbEmulator : EmulatorCommand
{
    private readonly string _program;
    private readonly string _databaseFile;

    /// <param name="nodeModulesDirectory">The <c>node_modules</c> folder with the npm packages.</param>
    /// <param name="databaseFile">
    /// The database file, in a temporary directory if the host has no data directory. A file is as fast as memory, and tables survive a
    /// restart of the emulator, as they would in the service.
    /// </param>
    /// <exception cref="EmulatorException">There is no emulator for this platform, or it is not installed.</exception>
    public DynamoDbEmulator(string nodeModulesDirectory, string databaseFile)
    {
        var package = Package();
        _program = Path.Combine([nodeModulesDirectory, .. package.Split('/'), OperatingSystem.IsWindows() ? "dynoxide.exe" : "dynoxide"]);
        _databaseFile = databaseFile;
        if (!File.Exists(_program))
        {
            throw new EmulatorException(
                $"The DynamoDB emulator is not installed: there is no {_program}. Run npm ci; if npm has no {package} for this platform, "
                + "give the endpoint of another DynamoDB with --dynamodb-endpoint URL.");
        }
    }

    public override string Name => "dynamodb";

    public override string PortOption => "--dynamodb-port";

    public override bool EndsWhenAsked => true;

    public override EmulatorStart Start(int port) =>
        new(_program, ["serve", "--host", "127.0.0.1", "--port", $"{port}", "--db-path", _databaseFile]);

    public override void WhenReady(ILogSink log)
    {
        try
        {
            StreamRecordIndex.Ensure(_databaseFile);
        }
        catch (SqliteException exception)
        {
            log.Write(Name,
                $"It will take longer for each order, the more there are, because its stream records could not be indexed: "
                + $"{exception.Message}");
        }
    }

    public override HttpRequestMessage Probe(Uri endpoint) =>
        JsonRequest(endpoint, "application/x-amz-json-1.0", "DynamoDB_20120810.ListTables", "dynamodb");

    private static string Package()
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.Arm64 => "arm64",
            Architecture.X64 => "x64",
            var other => other.ToString().ToLowerInvariant(),
        };
        return $"@dynoxide/{system}-{processor}";
    }
}
