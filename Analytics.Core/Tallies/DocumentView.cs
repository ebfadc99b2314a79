using Analytics.Core.Changes;

namespace Analytics.Core.Tallies;

/// <summary>What one writer knows of a document: every identity it counted, and its last part.</summary>
/// <remarks>
/// Whoever succeeds in writing the last part has seen every identity that the document ever counted, because the condition of the
/// write fails for a stale view. So a view may be as old as it likes. Owned by one writer at a time; not thread-safe.
/// </remarks>
public sealed class DocumentView
{
    private readonly SeenSet _seen = new();

    /// <summary>The view of a document of which nothing is known.</summary>
    public DocumentView(DocumentKey key) => Key = key;

    /// <summary>Which document.</summary>
    public DocumentKey Key { get; }

    /// <summary>The last part that is known of; null where none is.</summary>
    public MinutePart? Last { get; private set; }

    /// <summary>How many identities are known to be counted.</summary>
    public int Counted => _seen.Count;

    /// <summary>How many of the last part's pieces are known.</summary>
    public int PiecesKnown { get; private set; }

    /// <summary>Whether every piece of the last part is known; nothing can be added before.</summary>
    public bool IsComplete => Last is null || PiecesKnown >= Last.Pieces.Count;

    /// <summary>Whether a change is known to be counted. True stays true; false is only certain once a write succeeded.</summary>
    public bool HasCounted(ChangeFingerprint change) => _seen.Contains(change.Identity);

    /// <summary>Whether parts that were read one after another are the whole document as it stood at some moment, but for its pieces.</summary>
    /// <remarks>
    /// A query of several items is no snapshot: a part may be read while it is open, and the part after it when the first has been
    /// added to and sealed. What the first took in meanwhile would then be unknown, and counted again. So every part but the last
    /// must have been read sealed, which is final; whether the last is still as it was, the condition of the next write finds out.
    /// </remarks>
    public static bool IsWhole(IReadOnlyList<MinutePart> parts)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Number != index || (index < parts.Count - 1 && !parts[index].IsSealed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes in a document that was read.</summary>
    public void Learn(MinuteDocument document)
    {
        foreach (var part in document.Parts)
        {
            Learn(part);
        }

        Learn(document.Pieces);
    }

    /// <summary>Takes in a part that was read or came back from a lost race. Its new pieces are to be learned then.</summary>
    public void Learn(MinutePart part)
    {
        Belongs(part.Key);
        Add(part.Seen);
        if (Last is null || part.Number > Last.Number)
        {
            (Last, PiecesKnown) = (part, 0);
        }
        else if (part.Number == Last.Number && part.Revision > Last.Revision)
        {
            Last = part;
        }
    }

    /// <summary>Takes in the next pieces of the last part, in their order.</summary>
    public void Learn(IReadOnlyList<MinutePiece> pieces)
    {
        foreach (var piece in pieces)
        {
            Belongs(piece.Key);
            if (piece.Number != PiecesKnown)
            {
                throw new ArgumentException($"Piece {piece.Number} of {Key} is not the next one, which is {PiecesKnown}.", nameof(pieces));
            }

            Add(piece.Seen);
            PiecesKnown++;
        }
    }

    /// <summary>Takes in what was just written.</summary>
    public void Learn(MinuteWrite written)
    {
        Learn(written.Part);
        if (written.Piece is { } piece)
        {
            Learn([piece]);
        }
    }

    /// <summary>The write that adds a contribution: the last part's next revision, or the first of the part after a sealed one.</summary>
    /// <param name="contribution">What to add; none of its identities may be counted already.</param>
    /// <param name="writer">A token of this attempt.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="partBytesMax">What would make the part larger than this moves out into a piece.</param>
    /// <exception cref="InvalidOperationException">Some pieces are not known.</exception>
    public MinuteWrite Next(Contribution contribution, string writer, DateTimeOffset at, int partBytesMax) => Last switch
    {
        _ when !IsComplete => throw new InvalidOperationException($"Of {Last!.Pieces.Count} pieces of {Key}, {PiecesKnown} are known."),
        null => MinutePart.First(Key, 0, contribution, writer, at, partBytesMax),
        { IsSealed: true } full => MinutePart.First(Key, full.Number + 1, contribution, writer, at, partBytesMax),
        { } open => open.Plus(contribution, writer, at, partBytesMax),
    };

    private void Add(IReadOnlyList<ulong> identities)
    {
        for (var index = 0; index < identities.Count; index++)
        {
            _seen.Add(identities[index]);
        }
    }

    private void Belongs(DocumentKey key)
    {
        if (key != Key)
        {
            throw new ArgumentException($"What is of {key} does not belong to {Key}.");
        }
    }
}
