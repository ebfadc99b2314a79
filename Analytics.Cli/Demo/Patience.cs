namespace Analytics.Cli.Demo;

/// <summary>How long the demo waits before it tries a request again.</summary>
internal static class Patience
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5),
    ];

    /// <summary>The wait after the attempt of that number (1 for the first); null to give up.</summary>
    public static TimeSpan? After(int attempt) => attempt <= Waits.Length ? Waits[attempt - 1] : null;
}
