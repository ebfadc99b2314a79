using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Comparison;

/// <summary>What a document says.</summary>
internal sealed class DocumentCounts
{
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Its sums.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The identities that it counted.</summary>
    public IReadOnlySet<ulong> Seen => _seen;

    /// <summary>What a document that is not there says.</summary>
    public static DocumentCounts None { get; } = new();

    /// <summary>What a document says that was read.</summary>
    public static DocumentCounts Of(MinuteDocument document)
    {
        var counts = new DocumentCounts();
        counts.Add(document);
        return counts;
    }

    /// <summary>Adds what another part of the document says.</summary>
    public void Add(MinuteDocument part)
    {
        Tally.Add(part.Sum());
        _seen.UnionWith(part.Seen);
    }
}

/// <summary>Reads every document of a range.</summary>
internal static class AggregatesByDocument
{
    private const int LanesReadAtOnce = 16;

    /// <summary>The documents that are there, each part as committed when it was read.</summary>
    public static async Task<IReadOnlyDictionary<DocumentKey, DocumentCounts>> ReadAsync(
        IMinuteStore minutes, MinuteRange range, LanePlan plan, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var documents = new Dictionary<DocumentKey, DocumentCounts>();
        await Bounded.ForEachAsync(plan.LanesOver(range), LanesReadAtOnce, async (lane, token) =>
        {
            await foreach (var part in minutes.ReadDocumentsAsync(lane.Lane, lane.Minutes, token))
            {
                lock (gate)
                {
                    if (!documents.TryGetValue(part.Key, out var document))
                    {
                        documents.Add(part.Key, document = new DocumentCounts());
                    }

                    document.Add(part);
                }
            }
        }, cancellationToken);
        return documents;
    }
}
