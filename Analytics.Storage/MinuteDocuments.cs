using System.Runtime.CompilerServices;
using Analytics.Core.Documents;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Reads whole documents: heads with the segments that they name.</summary>
public static class MinuteDocuments
{
    // A quarter of an hour of a busy shop is some megabytes.
    private const int HeadsAtOnce = 15;

    /// <summary>A document as it was at one moment.</summary>
    /// <exception cref="DocumentUnreadableException">It is damaged or of a newer format.</exception>
    public static async Task<MinuteDocument> ReadDocumentAsync(
        this IMinuteStore store, DocumentKey key, CancellationToken cancellationToken) =>
        await store.ReadHeadAsync(key, cancellationToken) is { } head
            ? new MinuteDocument(key, head, await store.ReadSegmentsAsync(head, 0, cancellationToken))
            : new MinuteDocument(key, null, []);

    /// <summary>The documents of a lane in a range of minutes of one day, each as it was at one moment.</summary>
    /// <param name="store">The store.</param>
    /// <param name="lane">Which lane.</param>
    /// <param name="range">Minutes of one day.</param>
    /// <param name="unreadable">Called for each that cannot be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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

    /// <summary>The segments that a head names, in their order.</summary>
    /// <param name="store">The store.</param>
    /// <param name="head">A head that was read.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DocumentUnreadableException">One is damaged, of a newer format, or missing.</exception>
    public static async Task<IReadOnlyList<MinuteSegment>> ReadSegmentsAsync(
        this IMinuteStore store, MinuteHead head, int from, CancellationToken cancellationToken) =>
        head.Segments.Count <= from
            ? []
            : head.Segments.Pick(await store.FindSegmentsAsync(head.Key, from, cancellationToken), from) ?? throw Missing(head.Key);

    /// <summary>Says that a segment is missing, or damaged, which a head names.</summary>
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
