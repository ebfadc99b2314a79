using Amazon.DynamoDBv2.Model;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Benchmarks.Document;

/// <summary>A minute document that is all head, and what is needed to work on it.</summary>
internal sealed class SampleDocument
{
    private const string Writer = "benchmark";

    private static readonly DateTimeOffset At = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DocumentKey Key = new(0, Minute.Of(At));

    private SampleDocument(MinuteHead head, OrderChange next, ChangeId[] uncounted)
    {
        Head = head;
        Stored = MinuteItem.Write(head);
        Counted = SetOf(head.Ids);
        Uncounted = uncounted;
        Next = DeltaOf([next]);
    }

    /// <summary>The document.</summary>
    public MinuteHead Head { get; }

    /// <summary>The document as DynamoDB's client has it.</summary>
    public Dictionary<string, AttributeValue> Stored { get; }

    /// <summary>The change ids of the document, as a writer keeps them.</summary>
    public CountedChanges Counted { get; }

    /// <summary>As many change ids that it has not counted.</summary>
    public ChangeId[] Uncounted { get; }

    /// <summary>One change more.</summary>
    public TallyDelta Next { get; }

    /// <summary>The largest document of the first changes that is not larger than this.</summary>
    /// <exception cref="InvalidOperationException">There are too few changes for that size.</exception>
    public static SampleDocument Of(IReadOnlyList<OrderChange> changes, int maxBytes)
    {
        var (fits, tooMany) = (1, changes.Count / 2);
        if (HeadOf(changes.Take(tooMany)).Bytes <= maxBytes)
        {
            throw new InvalidOperationException($"{tooMany} changes do not fill {maxBytes} bytes.");
        }

        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = HeadOf(changes.Take(middle)).Bytes <= maxBytes ? (middle, tooMany) : (fits, middle);
        }

        return new SampleDocument(
            HeadOf(changes.Take(fits)), changes[fits], [.. changes.Skip(fits).Take(fits).Select(change => change.Id)]);
    }

    /// <summary>The next revision, with one change more.</summary>
    public MinuteHead PlusOne() => Head.Plus(Next, Writer, At, int.MaxValue).Head;

    public static CountedChanges SetOf(IReadOnlyList<ChangeId> ids)
    {
        var counted = new CountedChanges();
        for (var index = 0; index < ids.Count; index++)
        {
            counted.Add(ids[index]);
        }

        return counted;
    }

    private static MinuteHead HeadOf(IEnumerable<OrderChange> changes) =>
        MinuteHead.Unwritten(Key).Plus(DeltaOf(changes), Writer, At, int.MaxValue).Head;

    private static TallyDelta DeltaOf(IEnumerable<OrderChange> changes)
    {
        var (tally, ids) = (new Tally(), new List<ChangeId>());
        foreach (var change in changes)
        {
            tally.Add(change);
            ids.Add(change.Id);
        }

        var delta = new TallyDelta();
        delta.Correct(tally, ids);
        return delta;
    }
}
