using Analytics.Core.Wire;

namespace Analytics.Core.Tallies;

/// <summary>One part of a minute's document: a sum of contributions with the identities that it counted. Immutable.</summary>
/// <remarks>The document is the sum of its parts. Only its last part is open; a sealed one never changes again.</remarks>
public sealed class MinutePart
{
    private MinutePart(
        DocumentKey key, int number, Tally tally, IReadOnlyList<ulong> seen, long revision, bool isSealed, string writer,
        DateTimeOffset committedAt, ReadOnlyMemory<byte> items)
    {
        Key = key;
        Number = number;
        Tally = tally;
        Seen = seen;
        Revision = revision;
        IsSealed = isSealed;
        Writer = writer;
        CommittedAt = committedAt;
        Items = items;
    }

    /// <summary>The document it is a part of.</summary>
    public DocumentKey Key { get; }

    /// <summary>Its place in the chain, from 0 on.</summary>
    public int Number { get; }

    /// <summary>The sum. Not to be changed.</summary>
    public Tally Tally { get; }

    /// <summary>The identities counted in this part, in the order they came.</summary>
    public IReadOnlyList<ulong> Seen { get; }

    /// <summary>How often it was written, from 1 on: the optimistic lock.</summary>
    public long Revision { get; }

    /// <summary>Whether it is closed for good.</summary>
    public bool IsSealed { get; }

    /// <summary>A token of the one attempt that wrote it, so that a writer whose answer was lost knows its own work.</summary>
    public string Writer { get; }

    /// <summary>When it was last written.</summary>
    public DateTimeOffset CommittedAt { get; }

    /// <summary>The items of <see cref="Tally"/> as <see cref="ItemsFormat"/> writes them.</summary>
    public ReadOnlyMemory<byte> Items { get; }

    /// <summary>About how large it is when stored, in bytes.</summary>
    public int Bytes => BytesOf(Items.Length, Seen.Count, Tally);

    /// <summary>A part as it was read from the store.</summary>
    public static MinutePart Stored(
        DocumentKey key, int number, Tally tally, IReadOnlyList<ulong> seen, long revision, bool isSealed, string writer,
        DateTimeOffset committedAt, ReadOnlyMemory<byte> items) =>
        new(key, number, tally, seen, revision, isSealed, writer, committedAt, items);

    /// <summary>The first revision of a part.</summary>
    internal static MinutePart First(
        DocumentKey key, int number, Contribution contribution, string writer, DateTimeOffset at, int sealAtBytes) =>
        Sum(key, number, new Tally(), [], 0, contribution, writer, at, sealAtBytes);

    /// <summary>The next revision of this part.</summary>
    internal MinutePart Plus(Contribution contribution, string writer, DateTimeOffset at, int sealAtBytes) => IsSealed
        ? throw new InvalidOperationException($"Part {Number} of {Key} is sealed and cannot be added to.")
        : Sum(Key, Number, Tally, Seen, Revision, contribution, writer, at, sealAtBytes);

    private static MinutePart Sum(
        DocumentKey key, int number, Tally tally, IReadOnlyList<ulong> seen, long revision, Contribution contribution, string writer,
        DateTimeOffset at, int sealAtBytes)
    {
        var sum = new Tally();
        sum.Add(tally);
        sum.Add(contribution.Tally);
        var items = ItemsFormat.Encode(sum);
        ulong[] identities = [.. seen, .. contribution.Identities];
        var full = BytesOf(items.Length, identities.Length, sum) > sealAtBytes;
        return new MinutePart(key, number, sum, identities, revision + 1, full, writer, at, items);
    }

    // Names, numbers and the rest come to some 200 bytes, a currency's sum to about 24.
    private static int BytesOf(int items, int seen, Tally tally) => items + 8 * seen + 24 * tally.Totals.Revenue.Count + 200;
}
