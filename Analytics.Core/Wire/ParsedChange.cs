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
    /// <param name="Value">The change.</param>
    /// <param name="Objection">Why the order after it is not a valid one, so that the record goes to quarantine, too; null where it
    /// is.</param>
    public sealed record Accepted(OrderChange Value, string? Objection = null) : ParsedChange;

    /// <summary>Something that is none, and goes to quarantine.</summary>
    /// <param name="Reason">Why, in a sentence for the operator.</param>
    public sealed record Rejected(string Reason) : ParsedChange;

    /// <summary>Something that changes no count, as an order that its table's TTL removed.</summary>
    public sealed record Ignored : ParsedChange;

    /// <summary>Checks a change that the API is said to have made.</summary>
    /// <param name="before">The order before; null where it was placed.</param>
    /// <param name="after">The order after.</param>
    /// <param name="errors">What was found wrong while reading.</param>
    public static ParsedChange Published(OrderDocument? before, OrderDocument after, FieldErrors errors)
    {
        var was = before?.Check(errors);
        var now = after.Check(errors);
        if (errors.Any || now is null)
        {
            return new Rejected($"It breaks the rules of an order: {errors}.");
        }

        try
        {
            return new Accepted(OrderChange.Published(was, now));
        }
        catch (ArgumentException mismatch)
        {
            return new Rejected(mismatch.Message);
        }
    }

    /// <summary>Checks a change as a record of the table stream has it: each image counts by itself, if it is a valid order.</summary>
    /// <param name="before">The order before; null where there was none.</param>
    /// <param name="after">The order after; null where it was deleted.</param>
    /// <param name="record">Which record.</param>
    public static ParsedChange Streamed(OrderDocument? before, OrderDocument? after, TableRecord record)
    {
        var errors = new FieldErrors();
        var (was, now) = (before?.Check(new FieldErrors()), after?.Check(errors));
        if (was is not null && now is not null && was.Id != now.Id)
        {
            return new Rejected($"Order {was.Id} cannot become order {now.Id}.");
        }

        var objection = errors.Any ? $"It breaks the rules of an order: {errors}." : null;
        return (was ?? now) is not null ? new Accepted(OrderChange.Streamed(was, now, before?.ReadChangeIds() ?? [], record), objection)
            : objection is not null ? new Rejected(objection)
            : new Ignored();
    }
}
