namespace Analytics.Local.EventSources.Policies;

/// <summary>Retry delay: exponential with a cap, and with jitter so that shards do not retry in lockstep.</summary>
internal sealed class RetryBackoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Random between half and all of 200 ms, 400 ms, 800 ms, ... up to 30 s.</summary>
    /// <param name="failures">Consecutive failures, starting at 1.</param>
    public TimeSpan After(int failures)
    {
        double whole = Math.Min(First.TotalSeconds * Math.Pow(2, failures - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (random.NextDouble() / 2)));
    }
}
