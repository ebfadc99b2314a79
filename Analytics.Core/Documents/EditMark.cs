using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>Records in a document that another writer edited an order while the order had a given change id.</summary>
/// <remarks>
/// If a later record of the table stream presents the id as new, that record is not the change's first delivery: the order was removed, or
/// lost its ids, and an older copy was put back. Such a record counts under an id of its own. A mark of <see cref="ChangeId.WholeOrder"/>
/// has another meaning: a repair did not find the order, so the order's older records still count.
/// </remarks>
/// <param name="Change">The change id that the order had.</param>
/// <param name="Position">
/// Position of the edit on the table stream. For a mark of a whole order: the second in which the repair began to read the orders.
/// </param>
public readonly record struct EditMark(ChangeId Change, StreamPosition Position);
