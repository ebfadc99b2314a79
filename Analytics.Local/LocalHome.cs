using System.Text.Json;
using Analytics.Local.Hosting;

namespace Analytics.Local;

/// <summary>The directory in which local stacks keep their data from one start to the next.</summary>
/// <param name="path">The directory; it need not exist.</param>
public sealed class LocalHome(string path)
{
    private const string Endpoints = "endpoints.json";

    // Everything that a stack keeps. Nothing else is deleted, whatever directory was named.
    private static readonly string[] Kept = ["dynamodb", "checkpoints", "cloudwatch", "queues"];

    /// <summary>Its full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Whether a local stack has its addresses there and is running. A file that cannot be read is no sign of one.</summary>
    public bool HasRunningStack
    {
        get
        {
            try
            {
                return LocalEndpoints.Read(Inside(Endpoints)) is { IsRunning: true };
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>What is kept there: each entry by name, with its size in bytes.</summary>
    public IReadOnlyList<(string Name, long Bytes)> Content =>
    [
        .. Kept.Where(name => Directory.Exists(Inside(name))).Select(name => (
            name, new DirectoryInfo(Inside(name)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length))),
    ];

    /// <summary>Deletes what is kept there, and the directory if nothing else is in it.</summary>
    /// <exception cref="DataDirectoryInUseException">A local stack uses the directory. Nothing was deleted.</exception>
    public async Task ClearAsync()
    {
        await using (DataDirectory.Take(Path))
        {
            foreach (var (name, _) in Content)
            {
                Directory.Delete(Inside(name), recursive: true);
            }
        }

        File.Delete(Inside("lock"));
        File.Delete(Inside(Endpoints));
        if (!Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }
    }

    private string Inside(string name) => System.IO.Path.Combine(Path, name);
}
