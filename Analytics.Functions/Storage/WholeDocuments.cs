using Analytics.Core.Tallies;

namespace Analytics.Functions.Storage;

/// <summary>Reads documents so that nothing that was counted can be missing.</summary>
internal static class WholeDocuments
{
    // A second read of a part that was sealed meanwhile is final; more are needed only while a document of the first format grows.
    private const int ReadsMax = 10;

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

    /// <summary>Says that a piece is not there which a part names.</summary>
    public static FormatException Missing(DocumentKey key) => new($"The document {key} cannot be read: a piece of it is not there.");
}
