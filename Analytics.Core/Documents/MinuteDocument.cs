using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>A snapshot of a minute document: its head and the segments that the head names.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Head">The head; null if the document is not stored.</param>
/// <param name="Segments">The segments that the head names, in ascending order.</param>
public sealed record MinuteDocument(DocumentKey Key, MinuteHead? Head, IReadOnlyList<MinuteSegment> Segments)
{
    /// <summary>The ids of all counted changes, oldest first.</summary>
    public IEnumerable<ChangeId> Ids => Segments.SelectMany(segment => segment.Ids).Concat(Head?.Ids ?? []);

    /// <summary>All edit marks, oldest first.</summary>
    public IEnumerable<EditMark> Marks => Segments.SelectMany(segment => segment.Marks).Concat(Head?.Marks ?? []);

    /// <summary>Adds up the totals and items of the head and its segments. Every call decodes the segments again.</summary>
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
