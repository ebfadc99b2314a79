namespace Analytics.Local.CloudWatch.Storage;

/// <summary>A file of lines that is added to at its end, and now and then written anew. Not thread safe.</summary>
/// <remarks>
/// A line counts once its line break is there: what a crash left without one is cut off when the file is opened.
/// Lines reach the operating system before <see cref="Append"/> returns; they outlive the process, if not a loss of power.
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

    /// <summary>In bytes.</summary>
    public long Length => stream.Length;

    /// <summary>Opens the file, makes it if there is none, and reads what is in it.</summary>
    /// <param name="path">Its directory exists.</param>
    /// <param name="apply">Takes each line; answers false for one that it cannot read, which is then passed over.</param>
    /// <param name="log">Takes what an operator should know.</param>
    /// <exception cref="IOException">The file cannot be opened, for instance because another process has it open.</exception>
    public static LineFile Open(string path, Func<ReadOnlyMemory<byte>, bool> apply, Action<string> log)
    {
        var file = new LineFile(path);
        file.Read(apply, log);
        return file;
    }

    /// <summary>Writes whole lines, each with its line break, or nothing.</summary>
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
            // Half a line in the middle of the file would spoil the next one too.
            stream.SetLength(before);
            throw;
        }
    }

    /// <summary>Replaces the file by other lines in one step: a crash leaves the old file or the new one.</summary>
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

    // Not shared at all: elsewhere than on Windows that is the only sharing mode which keeps a second process out.
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
            log($"{path}: {unreadable} of {line} lines could not be read and were passed over.");
        }

        if (consumed < stream.Length)
        {
            log($"{path}: the last line was not complete and was cut off.");
            stream.SetLength(consumed);
        }

        stream.Seek(0, SeekOrigin.End);
    }
}
