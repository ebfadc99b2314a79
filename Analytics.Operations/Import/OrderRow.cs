using Analytics.Core.Orders;

namespace Analytics.Operations.Import;

/// <summary>An order as a file has it, not validated yet.</summary>
/// <param name="Document">The order's fields.</param>
/// <param name="FileLines">The lines of the file that it comes from, in ascending order; at least one.</param>
/// <param name="Errors">What is wrong with it so far.</param>
internal sealed record OrderRow(OrderDocument Document, IReadOnlyList<long> FileLines, FieldErrors Errors)
{
    /// <summary>Whether nothing but its place in the file identifies it.</summary>
    public bool IsUnnumbered => Document.OrderId is null && Document.Reference is null;
}
