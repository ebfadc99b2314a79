namespace Analytics.Simulation.Running;

/// <summary>
/// All chance of a world: for each purpose a source of its own, so that what one draws does not change what another does.
/// </summary>
/// <param name="seed">Decides all of it.</param>
/// <param name="turn">Which of the many ways to go on from the same seed; 0 is the usual one.</param>
internal sealed class RandomStreams(int seed, int turn = 0)
{
    /// <summary>The source for a purpose.</summary>
    public Random Source(string purpose) => new(unchecked(Mix(seed, purpose) + turn * 7919));

    /// <summary>FNV-1a: the same in every process, unlike string.GetHashCode.</summary>
    private static int Mix(int seed, string purpose)
    {
        var hash = 2166136261 ^ (uint)seed;
        foreach (var character in purpose)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return unchecked((int)(hash ^ (hash >> 15) ^ ((uint)seed * 2654435761)));
    }
}

/// <summary>Draws that simulations need.</summary>
internal static class RandomDraws
{
    public static bool Chance(this Random random, double rate) => rate > 0 && random.NextDouble() < rate;

    public static T Of<T>(this Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>A length between two in whole milliseconds, every order of magnitude as likely as the next.</summary>
    public static TimeSpan Span(this Random random, TimeSpan shortest, TimeSpan longest) =>
        TimeSpan.FromMilliseconds((long)(shortest.TotalMilliseconds * Math.Pow(longest / shortest, random.NextDouble())));
}
