using System.Diagnostics;
using Analytics.Tests.Support;

namespace Analytics.Tests.Cli.Setup;

/// <summary>A clone with the real scripts, where <c>dotnet</c>, <c>node</c> and <c>npm</c> are stubs that count their calls.</summary>
internal sealed class FreshClone : IDisposable
{
    // What the scripts call; of these, everything but node and npm is always there.
    private static readonly string[] Tools =
    [
        "bash", "cat", "chmod", "cksum", "cut", "dirname", "env", "find", "flock", "grep", "head", "id", "mkdir", "mktemp", "rm", "sed",
        "sleep", "sort", "touch", "uname", "wc",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("analytics clone ");

    public FreshClone()
    {
        foreach (var project in new[] { "Core", "Storage", "Functions", "Operations", "Local", "Cli" })
        {
            _folder.CreateSubdirectory($"Analytics.{project}");
        }

        _folder.CreateSubdirectory("standins");
        _folder.CreateSubdirectory("page");
        _folder.CreateSubdirectory("eng");
        var root = Repository.Root;
        File.Copy(Path.Combine(root, "run"), PathOf("run"));
        File.Copy(Path.Combine(root, "eng", "setup.sh"), PathOf("eng/setup.sh"));
        foreach (var name in new[] { "global.json", "package-lock.json", "Directory.Build.props", "Directory.Build.targets" })
        {
            File.WriteAllText(PathOf(name), "{}");
        }

        _folder.CreateSubdirectory("without-node");
        _folder.CreateSubdirectory("node-only");
        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink(PathOf($"without-node/{tool}"), Which(tool));
        }

        Write("without-node/dotnet", """
            [ "$1" != build ] || { echo build >>"$CLONE/builds"; sleep 0.5; }
            for file in artifacts/publish/Analytics.Functions/release/bootstrap artifacts/bin/Analytics.Cli/release/Analytics.Cli; do
              mkdir -p "$CLONE/$(dirname "$file")"
              printf '#!/usr/bin/env bash\necho cli "$@"\n' >"$CLONE/$file"
              chmod +x "$CLONE/$file"
            done
            """);
        Write("node-only/node", "echo v22.1.0");
        Write("node-only/npm", """
            echo install >>"$CLONE/installations"
            rm -rf "$CLONE/node_modules"
            mkdir -p "$CLONE/node_modules/kinesis-local" "$CLONE/node_modules/@dynoxide/linux-x64"
            sleep 0.5
            echo '{}' >"$CLONE/node_modules/kinesis-local/package.json"
            echo '// code' >"$CLONE/node_modules/kinesis-local/index.js"
            printf '#!/usr/bin/env bash\necho dynoxide 1\n' >"$CLONE/node_modules/@dynoxide/linux-x64/dynoxide"
            chmod +x "$CLONE/node_modules/@dynoxide/linux-x64/dynoxide"
            echo '{}' >"$CLONE/node_modules/.package-lock.json"
            """);
    }

    public string NodeModules => PathOf("node_modules");

    public string Emulator => PathOf("node_modules/@dynoxide/linux-x64/dynoxide");

    /// <summary>How often npm was called.</summary>
    public int Installations => Lines("installations");

    /// <summary>How often the product was built.</summary>
    public int Builds => Lines("builds");

    /// <summary>Runs <c>./run</c> in the clone.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(bool withNode, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf("run"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{PathOf("without-node")}{(withNode ? $":{PathOf("node-only")}" : "")}";
        start.Environment["CLONE"] = _folder.FullName;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private int Lines(string name) => File.Exists(PathOf(name)) ? File.ReadAllLines(PathOf(name)).Length : 0;

    private void Write(string name, string script)
    {
        File.WriteAllText(PathOf(name), $"#!/usr/bin/env bash\n{script}\n");
        using var chmod = Process.Start("chmod", ["u+x", PathOf(name)]);
        chmod.WaitForExit();
    }

    private static string Which(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
