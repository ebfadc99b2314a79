namespace Analytics.Core.Tallies;

/// <summary>Items and identities that a part has moved out, so that it stays small. Immutable, and never written twice.</summary>
/// <param name="Key">The document it is of.</param>
/// <param name="Number">Its place among the pieces of its part, from 0 on.</param>
/// <param name="Token">Tells it from a piece of the same number that another attempt wrote: the writer's token.</param>
/// <param name="Previous">The token of the piece before it; empty for the first.</param>
/// <param name="Items">Item tallies as <see cref="Wire.ItemsFormat"/> writes them.</param>
/// <param name="Seen">The identities that are counted in them.</param>
public sealed record MinutePiece(
    DocumentKey Key, int Number, string Token, string Previous, ReadOnlyMemory<byte> Items, IReadOnlyList<ulong> Seen);
