namespace Analytics.Local.Hosting;

/// <summary>The data directory of one local stack, locked against use by another while it is held.</summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, bool isTemporary, FileStream held)
    {
        Path = path;
        IsTemporary = isTemporary;
        _lock = held;
    }

    /// <summary>The directory's full path.</summary>
    public string Path { get; }

    /// <summary>Whether the directory is deleted when the local stack stops.</summary>
    public bool IsTemporary { get; }

    /// <summary>Locks the directory, creating it if needed.</summary>
    /// <param name="path">The directory; null creates a temporary one.</param>
    /// <exception cref="DataDirectoryInUseException">Another local stack uses the directory.</exception>
    public static DataDirectory Take(string? path)
    {
        var full = path is null ? Directory.CreateTempSubdirectory("local-stack-").FullName : System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        try
        {
            var held = new FileStream(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectory(full, path is null, held);
        }
        catch (IOException exception)
        {
            throw new DataDirectoryInUseException(full, exception);
        }
    }

    /// <summary>The path of an entry in the directory.</summary>
    public string Inside(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a subdirectory, which is created if needed.</summary>
    public string DirectoryInside(string name) => Directory.CreateDirectory(Inside(name)).FullName;

    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync();
        if (IsTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}

/// <summary>Another local stack uses the data directory.</summary>
public sealed class DataDirectoryInUseException : Exception
{
    public DataDirectoryInUseException(string directory, Exception innerException)
        : base($"Another local stack uses the data directory {directory}. Stop it, or give another directory.", innerException)
    {
    }
}
