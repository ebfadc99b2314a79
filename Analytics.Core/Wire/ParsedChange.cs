using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>What a record turned out to be: a closed set.</summary>
public abstract record ParsedChange
{
    private ParsedChange()
    {
    }

    /// <summary>A change to count.</summary>
    public sealed record Accepted(OrderChange Value) : ParsedChange;

    /// <summary>Something that is none, and goes to quarantine.</summary>
    /// <param name="Reason">Why, in a sentence for the operator.</param>
    public sealed record Rejected(string Reason) : ParsedChange;

    /// <summary>Something that changes no count, as an order that its table's TTL removed.</summary>
    public sealed record Ignored : ParsedChange;

    /// <summary>Checks the orders of a change and that they follow each other.</summary>
    /// <param name="before">The order before; null where it was placed.</param>
    /// <param name="after">The order after; null where it was deleted.</param>
    /// <param name="errors">What was found wrong while reading.</param>
    public static ParsedChange Of(OrderDocument? before, OrderDocument? after, FieldErrors errors)
    {
        var was = before?.Check(errors);
        var now = after?.Check(errors);
        if (errors.Any)
        {
            return new Rejected($"It breaks the rules of an order: {errors}.");
        }

        try
        {
            return new Accepted(OrderChange.Create(was, now));
        }
        catch (ArgumentException mismatch)
        {
            return new Rejected(mismatch.Message);
        }
    }
}
