namespace Analytics.Core.Tallies;

/// <summary>The write of one commit.</summary>
/// <param name="Part">The part, to be written under the condition that the revision before it is the last.</param>
/// <param name="Piece">What it names as its last piece, to be written before it and without a condition; null where nothing moves out.</param>
public sealed record MinuteWrite(MinutePart Part, MinutePiece? Piece)
{
    /// <summary>Whether the piece was written by an attempt before, and only the part is left to write.</summary>
    public bool PieceIsThere { get; init; }
}
