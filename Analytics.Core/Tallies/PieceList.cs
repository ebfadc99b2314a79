namespace Analytics.Core.Tallies;

/// <summary>Names the pieces of a part: how many there are, and the last, from which each names the one before it.</summary>
/// <remarks>
/// A piece counts because its part names it. One that was written by an attempt that then lost its race is named by nobody, and is
/// clutter until it expires. So the part alone says what was counted, and one conditional write moves it on.
/// </remarks>
/// <param name="Count">How many, from 0 on.</param>
/// <param name="Last">The token of the last one; empty where there is none.</param>
public readonly record struct PieceList(int Count, string Last)
{
    /// <summary>No pieces.</summary>
    public static PieceList None { get; } = new(0, "");

    /// <summary>The list with one more.</summary>
    internal PieceList Plus(MinutePiece piece) => new(Count + 1, piece.Token);

    /// <summary>Picks the pieces of the list, in their order, from those that were found under its document.</summary>
    /// <param name="found">What was found, in any order; may hold pieces that nobody names.</param>
    /// <param name="from">The first number that is wanted, from 0 on.</param>
    /// <returns>Null when one is missing.</returns>
    public IReadOnlyList<MinutePiece>? Pick(IEnumerable<MinutePiece> found, int from = 0)
    {
        var byName = new Dictionary<(int Number, string Token), MinutePiece>();
        foreach (var piece in found)
        {
            byName[(piece.Number, piece.Token)] = piece;
        }

        var picked = new MinutePiece[Math.Max(0, Count - from)];
        var token = Last;
        for (var number = Count - 1; number >= from; number--)
        {
            if (!byName.TryGetValue((number, token), out var piece))
            {
                return null;
            }

            picked[number - from] = piece;
            token = piece.Previous;
        }

        return picked;
    }
}
