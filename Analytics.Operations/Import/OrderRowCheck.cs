using System.Globalization;
using Analytics.Core.Orders;

namespace Analytics.Operations.Import;

/// <summary>Validates the orders of a file and gives them their ids.</summary>
/// <param name="file">What identifies the file's content: orders without a number of their own are identified by it and their line.</param>
/// <param name="times">Reads times.</param>
/// <param name="now">The current time.</param>
internal sealed class OrderRowCheck(string file, ImportTime times, DateTimeOffset now)
{
    private const string PlacedAt = "#/placedAt";

    private static readonly string TooFarAhead = $"must be at most {OrderRules.MaxClockAhead.TotalMinutes:0} minutes ahead";

    /// <summary>Validates an order.</summary>
    /// <returns>The order; null if it has errors, which are added to the row.</returns>
    public ImportedOrder? Check(OrderRow row)
    {
        var (document, errors) = (row.Document, row.Errors);
        var placedAt = Time(document.PlacedAt, PlacedAt, errors);
        errors.Require(
            document.PlacedAt, placedAt is not { } old || now - old <= OrderRules.MaxAge, PlacedAt,
            $"is older than {OrderRules.MaxAge.TotalDays:0} days: no window reaches that far back");
        errors.Require(!IsAhead(placedAt), PlacedAt, TooFarAhead);
        var updatedAt = document.UpdatedAt is null ? placedAt : Time(document.UpdatedAt, "#/updatedAt", errors);
        errors.Require(!(updatedAt < placedAt), "#/updatedAt", "must not be before placedAt");
        errors.Require(document.UpdatedAt is null || !IsAhead(updatedAt), "#/updatedAt", TooFarAhead);

        var status = OrderStatus.Placed;
        errors.Require(
            document.Status is null || OrderStatusNames.TryParse(document.Status.ToUpperInvariant(), out status), "#/status",
            "must be PLACED or CANCELLED");
        var id = Identify(row);
        var terms = document.CheckTermsPlacedAt(errors, placedAt);
        return errors.Any || terms is null || placedAt is not { } at || id is not { } known
            ? null
            : new ImportedOrder(known, terms with { PlacedAt = at }, at)
            {
                CancelledAt = status == OrderStatus.Cancelled ? updatedAt : null, FileLines = row.FileLines,
            };
    }

    private OrderId? Identify(OrderRow row)
    {
        if (row.Document.OrderId is { } text)
        {
            row.Errors.Require(
                OrderId.TryParse(text, out var id), "#/orderId",
                "must be a UUID in lower case; a shop's own order number goes into reference");
            if (row.Document.Reference is { } numbered && OrderId.FromReference(numbered) is var expected)
            {
                row.Errors.Require(
                    id == expected, "#/orderId",
                    $"is not the id of the order with this reference, which is {expected}; leave out either orderId or reference");
            }

            return id;
        }

        if (row.Document.Reference is not { } reference)
        {
            return OrderId.FromIdempotencyKey(
                string.Create(CultureInfo.InvariantCulture, $"import\n{file}\n{row.FileLines[0]}"));
        }

        return OrderId.FromReference(reference);
    }

    private bool IsAhead(DateTimeOffset? time) => time - now > OrderRules.MaxClockAhead;

    private DateTimeOffset? Time(string? text, string pointer, FieldErrors errors)
    {
        var time = default(DateTimeOffset);
        errors.Require(text, text is not null && times.TryParse(text, out time), pointer, ImportTime.Rule);
        return time == default ? null : time;
    }
}
