using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>Items, change ids and edit marks that were moved out of a head to keep it small. Immutable and written once.</summary>
/// <param name="Key">The document that the segment belongs to.</param>
/// <param name="Number">Zero-based index among the document's segments.</param>
/// <param name="Token">The writer's token. Distinguishes the segment from one of the same number that another attempt wrote.</param>
/// <param name="Previous">Token of the preceding segment; empty for the first.</param>
/// <param name="Items">Item tallies, encoded by <see cref="Tallies.ItemsFormat"/>.</param>
/// <param name="Ids">The ids of counted changes.</param>
/// <param name="Marks">Edit marks.</param>
public sealed record MinuteSegment(
    DocumentKey Key, int Number, string Token, string Previous, ReadOnlyMemory<byte> Items, IReadOnlyList<ChangeId> Ids,
    IReadOnlyList<EditMark> Marks);
