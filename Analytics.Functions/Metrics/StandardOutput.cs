using System.Text;

namespace Analytics.Functions.Metrics;

/// <summary>
/// Writes to the process's standard output directly: the Lambda runtime prefixes lines written to <see cref="Console.Out"/> with the time
/// and the request id. Thread-safe.
/// </summary>
internal static class StandardOutput
{
    private static readonly Stream Stream = Stream.Synchronized(Console.OpenStandardOutput());

    /// <summary>Writes one line in a single write, and flushes.</summary>
    public static void WriteLine(string line)
    {
        Stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        Stream.Flush();
    }
}
