using System.Text;

namespace Analytics.Functions.Metrics;

/// <summary>
/// The process's own output, past <see cref="Console.Out"/>: Lambda's runtime puts time and request before what is written there.
/// </summary>
internal static class StandardOutput
{
    private static readonly Stream Stream = Stream.Synchronized(Console.OpenStandardOutput());

    /// <summary>Writes one line, whole.</summary>
    public static void WriteLine(string line)
    {
        Stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        Stream.Flush();
    }
}
