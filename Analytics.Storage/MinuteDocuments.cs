using System.Runtime.CompilerServices;
using Analytics.Core.Documents;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Reads whole minute documents: heads with the segments that they name.</summary>
public static class MinuteDocuments
{
    // 15 minutes of a busy shop are a few megabytes.
    private const int HeadsAtOnce = 15;

    /// <summary>Reads a consistent snapshot of a document.</summary>
    /// <exception cref="DocumentUnreadableException">The document is damaged or has a newer format.</exception>
    public static async Task<MinuteDocument> ReadDocumentAsync(
        this IMinuteStore store, DocumentKey key, CancellationToken cancellationToken) =>
        await store.ReadHeadAsync(key, cancellationToken) is { } head
            ? new MinuteDocument(key, head, await store.ReadSegmentsAsync(head, 0, cancellationToken))
            : new MinuteDocument(key, null, []);

    /// <summary>Reads the documents of a lane within one day, each as a consistent snapshot.</summary>
    /// <param name="store">The store.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="range">A range of minutes within one day.</param>
    /// <param name="unreadable">Called for each document that cannot be read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async IAsyncEnumerable<MinuteDocument> ReadDocumentsAsync(
        this IMinuteStore store, int lane, MinuteRange range, Action<DocumentUnreadableException> unreadable,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heads = new List<MinuteHead>();
        await foreach (var head in store.ReadHeadsAsync(lane, range, unreadable, cancellationToken))
        {
            heads.Add(head);
            if (heads.Count == HeadsAtOnce)
            {
                foreach (var document in await WithSegmentsAsync(store, heads, unreadable, cancellationToken))
                {
                    yield return document;
                }

                heads.Clear();
            }
        }

        foreach (var document in await WithSegmentsAsync(store, heads, unreadable, cancellationToken))
        {
            yield return document;
        }
    }

    /// <summary>Reads the segments that a head names, ordered by number.</summary>
    /// <param name="store">The store.</param>
    /// <param name="head">The head, read before this call.</param>
    /// <param name="from">The lowest segment number to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A segment is damaged, missing, or has a newer format.</exception>
    public static async Task<IReadOnlyList<MinuteSegment>> ReadSegmentsAsync(
        this IMinuteStore store, MinuteHead head, int from, CancellationToken cancellationToken) =>
        head.Segments.Count <= from
            ? []
            : head.Segments.Pick(await store.FindSegmentsAsync(head.Key, from, cancellationToken), from) ?? throw Missing(head.Key);

    /// <summary>The exception for a segment that the head names and that is missing or damaged.</summary>
    public static DocumentUnreadableException Missing(DocumentKey key) =>
        new(key, isNewer: false, $"The document {key} is damaged: a segment of it is missing or damaged.");

    private static async Task<List<MinuteDocument>> WithSegmentsAsync(
        IMinuteStore store, List<MinuteHead> heads, Action<DocumentUnreadableException> unreadable, CancellationToken cancellationToken)
    {
        var documents = new List<MinuteDocument>(heads.Count);
        foreach (var head in heads)
        {
            try
            {
                documents.Add(new MinuteDocument(head.Key, head, await store.ReadSegmentsAsync(head, 0, cancellationToken)));
            }
            catch (DocumentUnreadableException damaged)
            {
                unreadable(damaged);
            }
        }

        return documents;
    }
}
