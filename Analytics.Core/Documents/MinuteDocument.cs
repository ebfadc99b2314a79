using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>A minute document as it was at one moment.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Head">Its head; null where the document is not stored.</param>
/// <param name="Segments">The segments that the head names, in order.</param>
public sealed record MinuteDocument(DocumentKey Key, MinuteHead? Head, IReadOnlyList<MinuteSegment> Segments)
{
    /// <summary>The ids of the changes that it has counted.</summary>
    public IEnumerable<ChangeId> Ids => Segments.SelectMany(segment => segment.Ids).Concat(Head?.Ids ?? []);

    /// <summary>Its edit marks.</summary>
    public IEnumerable<EditMark> Marks => Segments.SelectMany(segment => segment.Marks).Concat(Head?.Marks ?? []);

    /// <summary>Its sums, computed at each call.</summary>
    /// <exception cref="FormatException">A segment is damaged.</exception>
    public Tally Sum()
    {
        var sum = new Tally();
        if (Head is not null)
        {
            sum.Add(Head.Tally);
        }

        foreach (var segment in Segments)
        {
            ItemsFormat.DecodeInto(sum, segment.Items.Span);
        }

        return sum;
    }
}
