using Analytics.Core.Wire;

namespace Analytics.Core.Tallies;

/// <summary>A document as it stood at some moment.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Parts">Its parts in their order; more than one only where the first format began it. None where it is not there.</param>
/// <param name="Pieces">The pieces of its parts.</param>
public sealed record MinuteDocument(DocumentKey Key, IReadOnlyList<MinutePart> Parts, IReadOnlyList<MinutePiece> Pieces)
{
    /// <summary>The identities that it counted.</summary>
    public IEnumerable<ulong> Seen => Parts.SelectMany(part => part.Seen).Concat(Pieces.SelectMany(piece => piece.Seen));

    /// <summary>Its sums, worked out anew at each call.</summary>
    /// <exception cref="FormatException">A piece is damaged.</exception>
    public Tally Sum()
    {
        var sum = new Tally();
        foreach (var part in Parts)
        {
            sum.Add(part.Tally);
        }

        foreach (var piece in Pieces)
        {
            ItemsFormat.DecodeInto(sum, piece.Items.Span);
        }

        return sum;
    }
}
