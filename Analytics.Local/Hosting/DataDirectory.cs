namespace Analytics.Local.Hosting;

/// <summary>The directory of one local cloud, which nobody else may use while it is held.</summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, bool isTemporary, FileStream held)
    {
        Path = path;
        IsTemporary = isTemporary;
        _lock = held;
    }

    /// <summary>The directory, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether it goes when the local cloud goes.</summary>
    public bool IsTemporary { get; }

    /// <summary>Takes the directory, making it if there is none.</summary>
    /// <param name="path">Null for a temporary one.</param>
    /// <exception cref="DataDirectoryInUseException">Another local cloud has it.</exception>
    public static DataDirectory Take(string? path)
    {
        var full = path is null ? Directory.CreateTempSubdirectory("order-analytics-").FullName : System.IO.Path.GetFullPath(path);
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

    /// <summary>The path of something inside.</summary>
    public string Inside(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a directory inside, made if there is none.</summary>
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

/// <summary>Another local cloud uses the data directory.</summary>
public sealed class DataDirectoryInUseException : Exception
{
    /// <summary>Makes the exception.</summary>
    public DataDirectoryInUseException(string directory, Exception innerException)
        : base($"Another local stack uses the data directory {directory}. Stop it, or give another directory.", innerException)
    {
    }
}
