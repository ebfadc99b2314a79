using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Comparison;

/// <summary>What a document says, all of its parts together.</summary>
internal sealed class DocumentCounts
{
    private readonly HashSet<ulong> _seen = [];

    /// <summary>The sum of its parts.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The identities that it counted.</summary>
    public IReadOnlySet<ulong> Seen => _seen;

    /// <summary>What a document that is not there says.</summary>
    public static DocumentCounts None { get; } = new();

    /// <summary>A document by its parts.</summary>
    public static DocumentCounts Of(IEnumerable<MinutePart> parts)
    {
        var counts = new DocumentCounts();
        foreach (var part in parts)
        {
            counts.Add(part);
        }

        return counts;
    }

    /// <summary>Adds a part.</summary>
    public void Add(MinutePart part)
    {
        Tally.Add(part.Tally);
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
            await foreach (var part in minutes.ReadPartsAsync(lane.Lane, lane.Minutes, token))
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
