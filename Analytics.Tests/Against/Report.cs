namespace Analytics.Tests.Against;

/// <summary>What <c>./test --against</c> prints at its end: lines in a file that it names.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();

    /// <summary>Adds a line.</summary>
    public static void Say(string line)
    {
        if (Environment.GetEnvironmentVariable("AGAINST_REPORT") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, $"{line}\n");
            }
        }
    }
}
