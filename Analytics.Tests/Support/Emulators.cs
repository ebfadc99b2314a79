using Analytics.Local.Emulators;
using Analytics.Local.Hosting;
using Xunit.Sdk;

namespace Analytics.Tests.Support;

/// <summary>Starts the emulators that package.json names, each on a free port and without data.</summary>
internal static class Emulators
{
    public static async Task<Emulator> StartKinesisAsync() =>
        await StartAsync(await KinesisEmulator.FindAsync(NodeModules(), TimeProvider.System));

    public static Task<Emulator> StartDynamoDbAsync(string databaseFile) => StartAsync(new DynamoDbEmulator(NodeModules(), databaseFile));

    private static Task<Emulator> StartAsync(EmulatorCommand command) =>
        Emulator.StartAsync(command, port: 0, new NoLog(), TimeProvider.System, CancellationToken.None);

    private static string NodeModules()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "package.json")))
            folder = folder.Parent;
        return folder is null
            ? throw new XunitException($"No folder above {AppContext.BaseDirectory} holds package.json.")
            : Path.Combine(folder.FullName, "node_modules");
    }

    /// <summary>An emulator that fails tells its last lines in the exception.</summary>
    private sealed class NoLog : ILogSink
    {
        public void Write(string source, string line)
        {
        }
    }
}
