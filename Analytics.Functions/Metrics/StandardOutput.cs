using System.Text;

namespace Analytics.Functions.Metrics;

/// <summary>
/// Writes to the process's standard output without <see cref="Console.Out"/>, to whose lines the Lambda runtime prepends time and request
/// id. Thread-safe.
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
