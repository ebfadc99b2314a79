using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Caches the minute documents that a warm function wrote last. Thread-safe.</summary>
/// <remarks>
/// A cached document is stale when another writer has committed since; the condition of the next write detects that. A failed write costs
/// one write unit and a read before it one read unit, a fifth of the price. So while more than 20% of a source's recently used cached
/// documents were stale, it refreshes a document before writing it. Each source starts by reading first and adapts to what it observes.
/// </remarks>
internal sealed class DocumentCache(IMinuteStore store, int maxDocuments, int maxChangeIds)
{
    private const double ReadAbove = 0.2;
    private const double Weight = 1.0 / 8;

    private readonly LeastRecentlyUsed<DocumentKey, CachedDocument> _documents = new(
        maxDocuments, maxChangeIds, document => document.CountedCount);
    private readonly Lock _gate = new();
    // Moving average of the share of stale documents, by source. It starts above the threshold, so each source reads first.
    private readonly double[] _overtaken = [.. Enum.GetValues<ChangeSource>().Select(_ => ReadAbove * 1.25)];

    /// <summary>
    /// Removes a cached document so that only this caller can modify it until it calls <see cref="Return"/>; reads it from the store if it
    /// is not cached.
    /// </summary>
    /// <returns>The document, and whether it came from the cache and may be stale.</returns>
    public async Task<(CachedDocument Document, bool IsCached)> RentAsync(DocumentKey key, CancellationToken cancellationToken) =>
        _documents.Take(key) is { } document ? (document, true) : (await ReadAsync(key, cancellationToken), false);

    /// <summary>Returns a document to the cache.</summary>
    public void Return(CachedDocument document) => _documents.Put(document.Key, document);

    /// <summary>Whether a source should refresh a cached document before it writes.</summary>
    public bool ReadsFirst(ChangeSource source)
    {
        lock (_gate)
        {
            return _overtaken[(int)source] > ReadAbove;
        }
    }

    /// <summary>Records whether a cached document turned out to be stale, for <see cref="ReadsFirst"/>.</summary>
    public void Note(ChangeSource source, bool wasOvertaken)
    {
        lock (_gate)
        {
            ref var share = ref _overtaken[(int)source];
            share += ((wasOvertaken ? 1 : 0) - share) * Weight;
        }
    }

    /// <summary>Refreshes a document from the store.</summary>
    public async Task<CachedDocument> RefreshAsync(CachedDocument document, CancellationToken cancellationToken) =>
        await RefreshAsync(document, await store.ReadHeadAsync(document.Key, cancellationToken), cancellationToken);

    /// <summary>Refreshes a document when its stored head has been read already.</summary>
    /// <param name="document">The document to refresh.</param>
    /// <param name="current">The stored head; null when the document is not stored.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<CachedDocument> RefreshAsync(CachedDocument document, MinuteHead? current, CancellationToken cancellationToken)
    {
        // The document expired by its time to live or was replaced after damage: read all of it.
        if (current is null || !document.IsContinuedBy(current))
        {
            return await ReadAsync(document.Key, cancellationToken);
        }

        var segments = await store.ReadSegmentsAsync(current, document.SegmentsKnown, cancellationToken);
        if (segments is [var first, ..] && first.Previous != document.LastSegment)
        {
            return await ReadAsync(document.Key, cancellationToken);
        }

        document.Apply(current);
        document.Apply(segments);
        return document;
    }

    private async Task<CachedDocument> ReadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var document = new CachedDocument(key);
        document.Apply(await store.ReadDocumentAsync(key, cancellationToken));
        return document;
    }
}
