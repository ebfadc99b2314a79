using System.Runtime.CompilerServices;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Reads documents so that nothing that was counted can be missing.</summary>
internal static class WholeDocuments
{
    // A second read of a part that was sealed meanwhile is final; more are needed only while a document of the first format grows.
    private const int ReadsMax = 10;

    // A quarter of an hour of a busy shop comes to some megabytes.
    private const int PartsAtOnce = 15;

    /// <summary>A document as it stood at some moment.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    /// <exception cref="IOException">It grew by whole parts all the while.</exception>
    public static async Task<MinuteDocument> ReadDocumentAsync(this IMinuteStore store, DocumentKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= ReadsMax; attempt++)
        {
            var parts = await store.ReadPartsAsync(key, cancellationToken);
            if (DocumentView.IsWhole(parts))
            {
                return new MinuteDocument(key, parts, parts is [.., var last] ? await store.ReadPiecesAsync(last, 0, cancellationToken) : []);
            }
        }

        throw new IOException($"The parts of {key} could not be read as one whole, {ReadsMax} times in a row.");
    }

    /// <summary>The documents of a lane in a range of minutes, a part each, as committed when it was read.</summary>
    /// <remarks>Pieces are read for some parts at once, so that a query is not needed for each, and those of a whole range are not held.</remarks>
    /// <exception cref="FormatException">One is damaged or of a newer format.</exception>
    public static async IAsyncEnumerable<MinuteDocument> ReadDocumentsAsync(
        this IMinuteStore store, int lane, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = new List<MinutePart>();
        await foreach (var part in store.ReadPartsAsync(lane, range, cancellationToken))
        {
            parts.Add(part);
            if (parts.Count == PartsAtOnce)
            {
                foreach (var document in await WithPiecesAsync(store, lane, parts, cancellationToken))
                {
                    yield return document;
                }

                parts.Clear();
            }
        }

        foreach (var document in await WithPiecesAsync(store, lane, parts, cancellationToken))
        {
            yield return document;
        }
    }

    /// <summary>The pieces that a part names, in their order.</summary>
    /// <param name="store">The store.</param>
    /// <param name="part">A part as committed when it was read.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">One is damaged, of a newer format, or not there.</exception>
    public static async Task<IReadOnlyList<MinutePiece>> ReadPiecesAsync(
        this IMinuteStore store, MinutePart part, int from, CancellationToken cancellationToken) =>
        part.Pieces.Count <= from
            ? []
            : part.Pieces.Pick(await store.FindPiecesAsync(part.Key, from, cancellationToken), from) ?? throw Missing(part.Key);

    private static async Task<List<MinuteDocument>> WithPiecesAsync(
        IMinuteStore store, int lane, List<MinutePart> parts, CancellationToken cancellationToken)
    {
        var found = new Dictionary<DocumentKey, List<MinutePiece>>();
        foreach (var run in MinuteRange.Over(parts.Where(part => part.Pieces.Count > 0).Select(part => part.Key.Minute)))
        {
            await foreach (var piece in store.FindPiecesAsync(lane, run, cancellationToken))
            {
                if (!found.TryGetValue(piece.Key, out var ofDocument))
                {
                    found.Add(piece.Key, ofDocument = []);
                }

                ofDocument.Add(piece);
            }
        }

        return
        [
            .. parts.Select(part => new MinuteDocument(
                part.Key, [part], part.Pieces.Pick(found.GetValueOrDefault(part.Key, [])) ?? throw Missing(part.Key))),
        ];
    }

    /// <summary>Says that a piece is not there which a part names.</summary>
    public static FormatException Missing(DocumentKey key) => new($"The document {key} cannot be read: a piece of it is not there.");
}
