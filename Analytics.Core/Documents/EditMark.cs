using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>Remembers in a document that another writer edited an order while it had a change id.</summary>
/// <remarks>
/// A later record of the table stream that presents the id as new is not that change's first delivery: the order was removed, or lost its
/// ids, and an older copy was put back. Such a record counts under an id of its own.
/// A mark of <see cref="ChangeId.WholeOrder"/> says something else: a repair did not find the order, so its older records still count.
/// </remarks>
/// <param name="Change">The change id that the order had.</param>
/// <param name="Position">
/// Where the edit stands on the table stream; of a whole order, the second in which the repair began to read the orders.
/// </param>
public readonly record struct EditMark(ChangeId Change, StreamPosition Position);
