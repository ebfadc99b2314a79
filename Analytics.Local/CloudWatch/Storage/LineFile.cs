namespace Analytics.Local.CloudWatch.Storage;

/// <summary>An append-only file of lines that can be rewritten as a whole. Not thread-safe.</summary>
/// <remarks>
/// A line is complete once its line break is written; opening the file truncates an incomplete last line that a crash left.
/// <see cref="Append"/> passes lines to the operating system before it returns, so they survive a crash of the process but not
/// necessarily a power failure.
/// </remarks>
internal sealed class LineFile : IDisposable
{
    private readonly string path;
    private FileStream stream;

    private LineFile(string path)
    {
        this.path = path;
        stream = Open(path);
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length => stream.Length;

    /// <summary>Opens or creates the file and reads its lines.</summary>
    /// <param name="path">Path of the file. Its directory must exist.</param>
    /// <param name="apply">Called with each line; returns false for a line that it cannot parse, which is then skipped.</param>
    /// <param name="log">Receives messages for the operator.</param>
    /// <exception cref="IOException">The file cannot be opened, for instance because another process has it open.</exception>
    public static LineFile Open(string path, Func<ReadOnlyMemory<byte>, bool> apply, Action<string> log)
    {
        var file = new LineFile(path);
        file.Read(apply, log);
        return file;
    }

    /// <summary>Appends whole lines, each with its line break. If writing fails, no line is appended.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        var before = stream.Length;
        try
        {
            stream.Write(lines);
            stream.Flush();
        }
        catch (IOException)
        {
            // An incomplete line would corrupt the line that is appended next.
            stream.SetLength(before);
            throw;
        }
    }

    /// <summary>Replaces the file's lines atomically: after a crash, the file has either the old lines or the new ones.</summary>
    public void Rewrite(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var fresh = path + ".new";
        using (var output = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            foreach (var line in lines)
            {
                output.Write(line.Span);
            }

            output.Flush(flushToDisk: true);
        }

        stream.Dispose();
        try
        {
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            stream = Open(path);
            stream.Seek(0, SeekOrigin.End);
        }
    }

    public void Dispose() => stream.Dispose();

    // No sharing: on systems other than Windows, this is the only sharing mode that keeps a second process from opening the file.
    private static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024);

    private void Read(Func<ReadOnlyMemory<byte>, bool> apply, Action<string> log)
    {
        var pending = new byte[64 * 1024];
        var (filled, consumed, line, unreadable) = (0, 0L, 0, 0);
        while (stream.Read(pending, filled, pending.Length - filled) is > 0 and var read)
        {
            filled += read;
            var start = 0;
            while (pending.AsSpan(start, filled - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                line++;
                unreadable += apply(pending.AsMemory(start, length)) ? 0 : 1;
                start += length + 1;
            }

            consumed += start;
            filled -= start;
            pending.AsSpan(start, filled).CopyTo(pending);
            if (filled == pending.Length)
            {
                Array.Resize(ref pending, pending.Length * 2);
            }
        }

        if (unreadable > 0)
        {
            log($"{path}: {unreadable} of {line} lines could not be read and were skipped.");
        }

        if (consumed < stream.Length)
        {
            log($"{path}: the last line was not complete and was cut off.");
            stream.SetLength(consumed);
        }

        stream.Seek(0, SeekOrigin.End);
    }
}
