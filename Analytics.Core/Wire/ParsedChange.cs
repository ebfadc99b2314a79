using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Result of validating a record: accepted, rejected or ignored. A closed set of types.</summary>
public abstract record ParsedChange
{
    private ParsedChange()
    {
    }

    /// <summary>A change to count.</summary>
    /// <param name="Value">The change.</param>
    /// <param name="Objection">
    /// Why the order after the change is invalid, so that the record also goes to quarantine; null if it is valid or absent.
    /// </param>
    public sealed record Accepted(OrderChange Value, string? Objection = null) : ParsedChange;

    /// <summary>A record that is not a valid change and goes to quarantine.</summary>
    /// <param name="Reason">The reason, as a sentence for the operator.</param>
    public sealed record Rejected(string Reason) : ParsedChange;

    /// <summary>A record that changes no totals, such as the removal of an order by the table's TTL.</summary>
    public sealed record Ignored : ParsedChange;

    /// <summary>Validates a change that was published as made by the API.</summary>
    /// <param name="before">The order before; null if the change placed the order.</param>
    /// <param name="after">The order after.</param>
    /// <param name="errors">The errors found while reading.</param>
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

    /// <summary>
    /// Validates a change from a record of the table stream. Each image that is a valid order counts, even if the other is not.
    /// </summary>
    /// <param name="before">The order before; null if there was none.</param>
    /// <param name="after">The order after; null if it was deleted.</param>
    /// <param name="record">The record.</param>
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
