using Analytics.Core.Tallies;

namespace Analytics.Functions.Storage;

/// <summary>Reads chains so that nothing that was counted can be missing.</summary>
internal static class WholeChains
{
    // A second read of a part that was sealed meanwhile is final; more are needed only while the minute grows by whole parts.
    private const int ReadsMax = 10;

    /// <summary>All parts of a document as they stood together at some moment.</summary>
    /// <exception cref="IOException">It grew by whole parts all the while.</exception>
    public static async Task<IReadOnlyList<MinutePart>> ReadWholeChainAsync(
        this IMinuteStore store, DocumentKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ReadsMax; attempt++)
        {
            var parts = await store.ReadChainAsync(key, cancellationToken);
            if (MinuteChain.IsWhole(parts))
            {
                return parts;
            }
        }

        throw new IOException($"The parts of {key} could not be read as one whole, {ReadsMax} times in a row.");
    }
}
