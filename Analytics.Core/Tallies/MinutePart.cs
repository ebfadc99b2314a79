using Analytics.Core.Wire;

namespace Analytics.Core.Tallies;

/// <summary>The last part of a minute's document: its totals, and the newest of its items and identities. Immutable.</summary>
/// <remarks>
/// It is what a commit writes, so it stays small: items and identities that have become too many move into pieces, and the totals
/// remain. Parts before the last are of documents that the first format began; they are sealed and never change.
/// </remarks>
public sealed class MinutePart
{
    private MinutePart(DocumentKey key, int number, Tally tally, IReadOnlyList<ulong> seen, ReadOnlyMemory<byte> items, PartState state)
    {
        Key = key;
        Number = number;
        Tally = tally;
        Seen = seen;
        Items = items;
        State = state;
    }

    /// <summary>The document it is a part of.</summary>
    public DocumentKey Key { get; }

    /// <summary>Its place in the document, from 0 on.</summary>
    public int Number { get; }

    /// <summary>The totals of the part with its pieces, and the items that are in no piece. Not to be changed.</summary>
    public Tally Tally { get; }

    /// <summary>The identities that are in no piece, in the order they came.</summary>
    public IReadOnlyList<ulong> Seen { get; }

    /// <summary>The items of <see cref="Tally"/> as <see cref="ItemsFormat"/> writes them.</summary>
    public ReadOnlyMemory<byte> Items { get; }

    /// <summary>How often it was written, from 1 on: the optimistic lock.</summary>
    public long Revision => State.Revision;

    /// <summary>Its pieces.</summary>
    public PieceList Pieces => State.Pieces;

    /// <summary>Whether it is closed for good, as the first format did with a part that was full.</summary>
    public bool IsSealed => State.IsSealed;

    /// <summary>A token of the one attempt that wrote it, so that a writer whose answer was lost knows its own work.</summary>
    public string Writer => State.Writer;

    /// <summary>When it was last written.</summary>
    public DateTimeOffset CommittedAt => State.CommittedAt;

    /// <summary>About how large it is when stored, in bytes.</summary>
    internal int Bytes => BytesOf(Items.Length, Seen.Count, Tally);

    private PartState State { get; }

    /// <summary>A part as it was read from the store.</summary>
    public static MinutePart Stored(
        DocumentKey key, int number, Tally tally, IReadOnlyList<ulong> seen, ReadOnlyMemory<byte> items, PartState state) =>
        new(key, number, tally, seen, items, state);

    /// <summary>The first revision of a part.</summary>
    internal static MinuteWrite First(
        DocumentKey key, int number, Contribution contribution, string writer, DateTimeOffset at, int partBytesMax) =>
        new MinutePart(key, number, new Tally(), [], default, new PartState(0, PieceList.None, false, writer, at))
            .Plus(contribution, writer, at, partBytesMax);

    /// <summary>The next revision of this part.</summary>
    internal MinuteWrite Plus(Contribution contribution, string writer, DateTimeOffset at, int partBytesMax)
    {
        if (IsSealed)
        {
            throw new InvalidOperationException($"Part {Number} of {Key} is sealed and cannot be added to.");
        }

        var sum = new Tally();
        sum.Add(Tally);
        sum.Add(contribution.Tally);
        var items = ItemsFormat.Encode(sum);
        ulong[] seen = [.. Seen, .. contribution.Identities];
        if (BytesOf(items.Length, seen.Length, sum) <= partBytesMax)
        {
            return new MinuteWrite(new MinutePart(Key, Number, sum, seen, items, new PartState(Revision + 1, Pieces, false, writer, at)), null);
        }

        var totals = new Tally();
        totals.Totals.Add(sum.Totals);
        var piece = new MinutePiece(Key, Pieces.Count, writer, Pieces.Last, items, seen);
        var state = new PartState(Revision + 1, Pieces.Plus(piece), false, writer, at);
        return new MinuteWrite(new MinutePart(Key, Number, totals, [], default, state), piece);
    }

    // What DynamoDB charges for: names, numbers and the rest come to some 200 bytes, a currency's sum to about 16.
    private static int BytesOf(int items, int seen, Tally tally) => items + 8 * seen + 16 * tally.Totals.Revenue.Count + 200;
}

/// <summary>What is said of a part beside its sums.</summary>
/// <param name="Revision">How often it was written, from 1 on.</param>
/// <param name="Pieces">Its pieces.</param>
/// <param name="IsSealed">Whether it is closed for good.</param>
/// <param name="Writer">A token of the attempt that wrote it last.</param>
/// <param name="CommittedAt">When it was last written.</param>
public sealed record PartState(long Revision, PieceList Pieces, bool IsSealed, string Writer, DateTimeOffset CommittedAt);
