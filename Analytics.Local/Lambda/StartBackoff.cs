namespace Analytics.Local.Lambda;

/// <summary>Delay before a function whose init failed is started again.</summary>
internal static class StartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Half a second, doubled with each consecutive failure, up to ten seconds.</summary>
    /// <param name="failures">Consecutive failures, starting at 1.</param>
    public static TimeSpan After(int failures) =>
        failures > 5 ? Longest : TimeSpan.FromTicks(Math.Min(First.Ticks << (failures - 1), Longest.Ticks));
}
