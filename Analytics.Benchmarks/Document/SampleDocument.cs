using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Benchmarks.Document;

/// <summary>A minute document of one part, and what is needed to work on it.</summary>
internal sealed class SampleDocument
{
    private const string Writer = "benchmark";

    private static readonly DateTimeOffset At = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DocumentKey Key = new(0, Minute.Of(At));

    private SampleDocument(MinuteHead part, OrderChange next, ulong[] unseen)
    {
        Part = part;
        Stored = MinuteItem.Write(part);
        Seen = SetOf(part.Seen);
        Unseen = unseen;
        Next = ContributionOf([next]);
    }

    /// <summary>The document.</summary>
    public MinuteHead Part { get; }

    /// <summary>The document as DynamoDB's client has it.</summary>
    public Dictionary<string, AttributeValue> Stored { get; }

    /// <summary>The identities of the document, as a writer keeps them.</summary>
    public CountedChanges Seen { get; }

    /// <summary>As many identities that it has not counted.</summary>
    public ulong[] Unseen { get; }

    /// <summary>One change more.</summary>
    public TallyDelta Next { get; }

    /// <summary>The largest document of the first changes that is not larger than this.</summary>
    /// <exception cref="InvalidOperationException">There are too few changes for that size.</exception>
    public static SampleDocument Of(IReadOnlyList<OrderChange> changes, int bytesMax)
    {
        var (fits, tooMany) = (1, changes.Count / 2);
        if (PartOf(changes.Take(tooMany)).Bytes <= bytesMax)
        {
            throw new InvalidOperationException($"{tooMany} changes do not fill {bytesMax} bytes.");
        }

        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = PartOf(changes.Take(middle)).Bytes <= bytesMax ? (middle, tooMany) : (fits, middle);
        }

        return new SampleDocument(
            PartOf(changes.Take(fits)), changes[fits], [.. changes.Skip(fits).Take(fits).Select(change => change.Id.Fingerprint().Identity)]);
    }

    /// <summary>The next revision, with one change more.</summary>
    public MinuteHead PlusOne() => Part.Plus(Next, Writer, At, int.MaxValue).Part;

    public static CountedChanges SetOf(IReadOnlyList<ulong> identities)
    {
        var seen = new CountedChanges();
        foreach (var identity in identities)
        {
            seen.Add(identity);
        }

        return seen;
    }

    private static MinuteHead PartOf(IEnumerable<OrderChange> changes) => MinuteHead.First(Key, 0, ContributionOf(changes), Writer, At, int.MaxValue).Part;

    private static TallyDelta ContributionOf(IEnumerable<OrderChange> changes)
    {
        var (tally, identities) = (new Tally(), new List<ulong>());
        foreach (var change in changes)
        {
            tally.Add(change);
            identities.Add(change.Id.Fingerprint().Identity);
        }

        var contribution = new TallyDelta();
        contribution.Correct(tally, identities);
        return contribution;
    }
}
