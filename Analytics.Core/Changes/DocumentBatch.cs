using Analytics.Core.Tallies;

namespace Analytics.Core.Changes;

/// <summary>The changes of a batch that count in one document, in the order they came.</summary>
public sealed record DocumentBatch(DocumentKey Key, IReadOnlyList<OrderChange> Changes);
