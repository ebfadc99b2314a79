namespace Analytics.Cli.Demo;

/// <summary>Retry delays of the demo.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5),
    ];

    /// <summary>The delay after an attempt, numbered from 1; null to give up.</summary>
    public static TimeSpan? After(int attempt) => attempt <= Waits.Length ? Waits[attempt - 1] : null;
}
