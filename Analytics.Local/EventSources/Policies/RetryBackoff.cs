namespace Analytics.Local.EventSources.Policies;

/// <summary>How long to wait before trying again: doubled each time up to a cap, and spread so that shards do not keep step.</summary>
internal sealed class RetryBackoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Between half and all of 200 ms, 400 ms, 800 ms, ... 30 s.</summary>
    /// <param name="failures">Failures in a row, from 1 on.</param>
    public TimeSpan After(int failures)
    {
        double whole = Math.Min(First.TotalSeconds * Math.Pow(2, failures - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (random.NextDouble() / 2)));
    }
}
