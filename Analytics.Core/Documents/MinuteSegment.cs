using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>Items, change ids and edit marks that a head has moved out, so that it stays small. Immutable, and written once.</summary>
/// <param name="Key">The document it is of.</param>
/// <param name="Number">Its place among the segments of the document, from 0 on.</param>
/// <param name="Token">Tells it from a segment of the same number that another attempt wrote: the writer's token.</param>
/// <param name="Previous">The token of the segment before it; empty for the first.</param>
/// <param name="Items">Item tallies as <see cref="Tallies.ItemsFormat"/> writes them.</param>
/// <param name="Ids">The ids of changes that were counted.</param>
/// <param name="Marks">Edit marks.</param>
public sealed record MinuteSegment(
    DocumentKey Key, int Number, string Token, string Previous, ReadOnlyMemory<byte> Items, IReadOnlyList<ChangeId> Ids,
    IReadOnlyList<EditMark> Marks);
