using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>What a warm function knows of the documents that it wrote last. Thread-safe.</summary>
/// <remarks>
/// Another writer may have overtaken a cached document; the condition of the next write finds out. A write that fails costs a write unit
/// and a read before it a read unit, which is a fifth of the price: so a source reads first while more than a fifth of its cached documents
/// had been overtaken of late. Each begins that way, and learns from what happens.
/// </remarks>
internal sealed class DocumentCache(IMinuteStore store, int maxDocuments, int maxChangeIds)
{
    private const double ReadAbove = 0.2;
    private const double Weight = 1.0 / 8;

    private readonly LeastRecentlyUsed<DocumentKey, CachedDocument> _documents = new(
        maxDocuments, maxChangeIds, document => document.CountedCount);
    private readonly Lock _gate = new();
    // Nothing is known at first, so each begins a little above.
    private readonly double[] _overtaken = [.. Enum.GetValues<ChangeSource>().Select(_ => ReadAbove * 1.25)];

    /// <summary>
    /// Removes a cached document so that only this caller can modify it until it calls <see cref="Return"/>; reads it where it is not
    /// cached.
    /// </summary>
    /// <returns>The document, and whether it was cached and may have been overtaken.</returns>
    public async Task<(CachedDocument Document, bool IsCached)> RentAsync(DocumentKey key, CancellationToken cancellationToken) =>
        _documents.Take(key) is { } document ? (document, true) : (await ReadAsync(key, cancellationToken), false);

    /// <summary>Puts a document back, for the next batch.</summary>
    public void Return(CachedDocument document) => _documents.Put(document.Key, document);

    /// <summary>Whether a source reads a cached document before it writes.</summary>
    public bool ReadsFirst(ChangeSource source)
    {
        lock (_gate)
        {
            return _overtaken[(int)source] > ReadAbove;
        }
    }

    /// <summary>Learns whether a cached document had been overtaken by another writer.</summary>
    public void Note(ChangeSource source, bool wasOvertaken)
    {
        lock (_gate)
        {
            ref var share = ref _overtaken[(int)source];
            share += ((wasOvertaken ? 1 : 0) - share) * Weight;
        }
    }

    /// <summary>A document as it is stored now.</summary>
    public async Task<CachedDocument> RefreshAsync(CachedDocument document, CancellationToken cancellationToken) =>
        await RefreshAsync(document, await store.ReadHeadAsync(document.Key, cancellationToken), cancellationToken);

    /// <summary>A document as it is stored now, when its head is known already.</summary>
    /// <param name="document">The document as it was known.</param>
    /// <param name="current">The head that is stored; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CachedDocument> RefreshAsync(CachedDocument document, MinuteHead? current, CancellationToken cancellationToken)
    {
        // Removed by its time to live, or replaced after damage, and begun anew.
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
