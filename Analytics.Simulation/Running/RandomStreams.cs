namespace Analytics.Simulation.Running;

/// <summary>All randomness of a world: one random stream per purpose, so that draws for one purpose do not affect another.</summary>
/// <param name="seed">Determines every stream.</param>
/// <param name="turn">Selects one of many alternative continuations of the same seed; 0 is the default.</param>
internal sealed class RandomStreams(int seed, int turn = 0)
{
    /// <summary>The random stream for a purpose.</summary>
    public Random Source(string purpose) => new(unchecked(Mix(seed, purpose) + turn * 7919));

    /// <summary>FNV-1a, because string.GetHashCode differs between processes.</summary>
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

/// <summary>Random draws that simulations need.</summary>
internal static class RandomDraws
{
    public static bool Chance(this Random random, double rate) => rate > 0 && random.NextDouble() < rate;

    public static T Of<T>(this Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>A duration between two bounds, in whole milliseconds, log-uniform: every order of magnitude is equally likely.</summary>
    public static TimeSpan Span(this Random random, TimeSpan shortest, TimeSpan longest) =>
        TimeSpan.FromMilliseconds((long)(shortest.TotalMilliseconds * Math.Pow(longest / shortest, random.NextDouble())));
}
