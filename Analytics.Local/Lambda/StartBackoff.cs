namespace Analytics.Local.Lambda;

/// <summary>How long a function whose init fails is left alone before it is started again.</summary>
internal static class StartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Half a second, doubled with each failure in a row, ten seconds at the most.</summary>
    /// <param name="failures">Failures in a row, from 1 on.</param>
    public static TimeSpan After(int failures) =>
        failures > 5 ? Longest : TimeSpan.FromTicks(Math.Min(First.Ticks << (failures - 1), Longest.Ticks));
}
