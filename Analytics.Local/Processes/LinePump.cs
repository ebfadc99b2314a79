using System.Text;

namespace Analytics.Local.Processes;

/// <summary>Forwards a process's output line by line.</summary>
internal static class LinePump
{
    /// <summary>Longer lines are split, so that output without line breaks cannot fill the memory.</summary>
    public const int MaxLineChars = 64 * 1024;

    /// <summary>Reads to the end; a broken pipe also counts as the end.</summary>
    public static async Task RunAsync(TextReader reader, Action<string> output)
    {
        StringBuilder line = new();
        char[] buffer = new char[4096];
        for (int read = await ReadAsync(reader, buffer); read > 0; read = await ReadAsync(reader, buffer))
        {
            foreach (char c in buffer.AsSpan(0, read))
            {
                if (c != '\n')
                {
                    line.Append(c);
                }

                if (c == '\n' || line.Length == MaxLineChars)
                {
                    output(line.ToString().TrimEnd('\r'));
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            output(line.ToString());
        }
    }

    private static async Task<int> ReadAsync(TextReader reader, char[] buffer)
    {
        try
        {
            return await reader.ReadAsync(buffer);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
