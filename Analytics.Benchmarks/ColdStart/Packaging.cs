using System.Diagnostics;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>A way to publish the functions.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Folder">The name of its folder.</param>
/// <param name="Options">What <c>dotnet publish</c> is told beyond the configuration.</param>
internal sealed record Packaging(string Name, string Folder, params string[] Options)
{
    /// <summary>All, the one that others are compared with first.</summary>
    public static IReadOnlyList<Packaging> All { get; } =
    [
        new("JIT", "jit"),
        new("ReadyToRun", "r2r", "-r", "linux-x64", "--self-contained", "false", "-p:PublishAot=false", "-p:PublishReadyToRun=true"),
        new("Native AOT", "aot", "-r", "linux-x64"),
    ];

    /// <summary>Whether one of these is a part of its name, or there are none.</summary>
    public bool TakesPart(IReadOnlyList<string> only) =>
        only.Count == 0 || only.Any(part => Name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Publishes it into a folder of its own and returns that.</summary>
    /// <param name="root">The folder of the project.</param>
    /// <param name="reuse">Whether what an earlier run has published will do.</param>
    /// <exception cref="InvalidOperationException">It cannot be published; the message has what dotnet wrote.</exception>
    public string Publish(string root, bool reuse)
    {
        var folder = Path.Combine(root, "artifacts", "coldstart", Folder);
        if (reuse && File.Exists(Path.Combine(folder, "bootstrap")))
        {
            return folder;
        }

        using var dotnet = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(root, "Analytics.Functions"), "-c", "Release", "-o", folder, "-nodeReuse:false", "-tl:off",
                .. Options])
        {
            RedirectStandardOutput = true,
        })!; // Not null: UseShellExecute is off.
        var output = dotnet.StandardOutput.ReadToEnd();
        dotnet.WaitForExit();
        return dotnet.ExitCode == 0
            ? folder
            : throw new InvalidOperationException($"{Name} cannot be published (exit code {dotnet.ExitCode}):\n{output}");
    }
}
