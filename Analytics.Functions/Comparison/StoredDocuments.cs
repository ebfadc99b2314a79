using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>The content of a stored minute document.</summary>
/// <param name="Tally">Its sums.</param>
/// <param name="Ids">The change ids that it contains: those counted and those marked as edited.</param>
public sealed record StoredDocument(Tally Tally, IReadOnlySet<ChangeId> Ids)
{
    /// <summary>The content of a document that is not stored: empty.</summary>
    public static StoredDocument None { get; } = new(new Tally(), new HashSet<ChangeId>());

    /// <summary>Hashes of the ids of the orders that it has counted.</summary>
    public IEnumerable<uint> OrderHashes => Ids.Select(id => id.OrderHash).Distinct();

    /// <summary>The content of a document that was read.</summary>
    public static StoredDocument Of(MinuteDocument document) =>
        new(document.Sum(), document.Ids.Concat(document.Marks.Select(mark => mark.Change)).ToHashSet());
}

/// <summary>All stored documents of a range.</summary>
/// <param name="Documents">The readable documents, each a consistent snapshot.</param>
/// <param name="Unreadable">One exception for each unreadable document.</param>
public sealed record StoredDocuments(
    IReadOnlyDictionary<DocumentKey, StoredDocument> Documents, IReadOnlyList<DocumentUnreadableException> Unreadable)
{
    private const int PartitionsAtOnce = 16;

    /// <summary>Reads the documents of a range.</summary>
    public static async Task<StoredDocuments> ReadAsync(IMinuteStore minutes, MinuteRange range, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var documents = new Dictionary<DocumentKey, StoredDocument>();
        var unreadable = new List<DocumentUnreadableException>();
        var extent = await minutes.ReadExtentAsync(cancellationToken);
        await Bounded.ForEachAsync(extent?.Partitions(range) ?? [], PartitionsAtOnce, async (partition, token) =>
        {
            await foreach (var document in minutes.ReadDocumentsAsync(partition.Lane, partition.Minutes, AddUnreadable, token))
            {
                Add(document);
            }
        }, cancellationToken);
        return new StoredDocuments(documents, unreadable);

        void Add(MinuteDocument document)
        {
            try
            {
                var stored = StoredDocument.Of(document);
                lock (gate)
                {
                    documents.Add(document.Key, stored);
                }
            }
            catch (FormatException damaged)
            {
                AddUnreadable(new DocumentUnreadableException(document.Key, isNewer: false, damaged.Message));
            }
        }

        void AddUnreadable(DocumentUnreadableException damaged)
        {
            lock (gate)
            {
                unreadable.Add(damaged);
            }
        }
    }
}
