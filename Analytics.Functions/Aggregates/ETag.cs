using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// Computes an entity tag from the documents and rollups that were read: equal tags mean unchanged data. Not thread-safe.
/// </summary>
/// <remarks>
/// Adds up a hash of each document's revision and each rollup's version, so the order of reads does not matter. The probability that two
/// reads of one URL with different contents have the same tag is about 1 in 10^19.
/// </remarks>
internal sealed class ETag
{
    private ulong _sum;
    private bool _isWhole = true;

    /// <summary>The tag, 16 hexadecimal digits; null when a rollup without a version was added.</summary>
    public string? Text => _isWhole ? _sum.ToString("x16", CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// Starts with a hash of the spans, because a rolling window moves them, and of the first step that has not ended, because a point is
    /// partial until then.
    /// </summary>
    public ETag(IReadOnlyList<MinuteRange> spans, Minute? firstUnderWay) => _sum = spans.Aggregate(
        Mix(0, (ulong)(firstUnderWay?.Number ?? 0)),
        (hash, span) => Mix(hash, Mix((ulong)span.From.Number, (ulong)span.To.Number)));

    /// <summary>Adds a minute document.</summary>
    public void Add(MinuteSums part) => Add(Mix(
        Mix((ulong)part.Key.Minute.Number, (ulong)part.Key.Lane), Mix((ulong)part.Revision, (ulong)part.CommittedAt.UtcTicks)));

    /// <summary>Adds a rollup.</summary>
    public void Add(RollupPeriod period, RollupSum sum)
    {
        if (sum.Version is null)
        {
            _isWhole = false;
            return;
        }

        var hash = Mix((ulong)period.Start.Number, (ulong)period.Length);
        foreach (var character in sum.Version)
        {
            hash = Mix(hash, character);
        }

        Add(hash);
    }

    private void Add(ulong hash) => _sum = unchecked(_sum + hash);

    // Mixes both with the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static ulong Mix(ulong left, ulong right)
    {
        unchecked
        {
            var hash = left * 0x9E3779B97F4A7C15 + right + 0x632BE59BD9B4E019;
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
            return hash ^ (hash >> 31);
        }
    }
}
