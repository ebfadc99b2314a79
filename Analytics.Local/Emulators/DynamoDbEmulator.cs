using System.Runtime.InteropServices;
using Analytics.Local.Hosting;
using Microsoft.Data.Sqlite;

namespace Analytics.Local.Emulators;

/// <summary>dynoxide: DynamoDB with streams, one binary with SQLite inside, from npm.</summary>
public sealed class DynamoDbEmulator : EmulatorCommand
{
    private readonly string _program;
    private readonly string _databaseFile;

    /// <param name="nodeModulesDirectory">Where npm put its packages.</param>
    /// <param name="databaseFile">
    /// A file for a host without a data directory too, in its temporary one: it is as fast as memory, and an emulator
    /// that dies and is started again then still has its tables, as the service would.
    /// </param>
    /// <exception cref="EmulatorException">There is none for this platform, or it is not installed.</exception>
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
