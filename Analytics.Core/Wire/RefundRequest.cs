using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>The body of a request to refund an order: units of its lines, or an amount. Not validated against an order yet.</summary>
/// <param name="Lines">The units to pay back; null if the body has an amount.</param>
/// <param name="Amount">The amount as JSON, in major units; null if the body has lines.</param>
/// <param name="Restock">Whether the units come back and no longer count as sold.</param>
public sealed record RefundRequest(IReadOnlyList<(string? Sku, string? Quantity)>? Lines, string? Amount, bool Restock)
{
    private const string AmountRule = "must be a number above 0 with at most 18 digits";

    private static readonly KnownFields Fields = new(["lines", "amount", "restock"], [], "");

    private static readonly KnownFields LineFields = new(["sku", "quantity"], [], "");

    /// <summary>Reads a body.</summary>
    /// <param name="json">The body.</param>
    /// <param name="errors">Receives an entry for every field that is unknown or has the wrong JSON type.</param>
    /// <exception cref="JsonException">A name has half a surrogate pair.</exception>
    public static RefundRequest Read(JsonElement json, FieldErrors errors)
    {
        try
        {
            if (json.ValueKind != JsonValueKind.Object)
            {
                errors.Add("#", "must be a JSON object");
                return new RefundRequest(null, null, false);
            }

            Fields.Check(json, "#", errors);
            var (hasLines, hasAmount) = (json.TryGetProperty("lines", out var lines), json.TryGetProperty("amount", out _));
            errors.Require(hasLines != hasAmount, "#", "must have either lines or amount");
            var restock = OrderReader.Flag(json, "restock", "#/restock", errors);
            errors.Require(!restock || hasLines, "#/restock", "is allowed only with `lines`");
            return new RefundRequest(
                hasLines ? ReadLines(lines, errors) : null, OrderReader.Number(json, "amount", "#/amount", errors), restock);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException(broken.Message, broken);
        }
    }

    /// <summary>Computes the lines of an order after the refund.</summary>
    /// <param name="order">The order before the refund.</param>
    /// <param name="errors">Receives an entry for every field that breaks a rule, whatever was refunded before.</param>
    /// <param name="conflict">Why the order does not allow the refund; null if it does.</param>
    /// <returns>The lines; those of the order if there are errors or a conflict.</returns>
    public IReadOnlyList<OrderLine> Apply(Order order, FieldErrors errors, out string? conflict)
    {
        Check(order, errors);
        conflict = errors.Any ? null : order.Status == OrderStatus.Cancelled ? "it is cancelled" : null;
        if (errors.Any || conflict is not null)
        {
            return order.Lines;
        }

        var refunded = Amount is null ? ApplyUnits(order, out conflict) : ApplyAmount(order, out conflict);
        conflict ??= refunded.SequenceEqual(order.Lines) ? "nothing is left of what its lines cost" : null;
        return conflict is null ? refunded : order.Lines;
    }

    private void Check(Order order, FieldErrors errors)
    {
        if (Amount is not null)
        {
            var minor = Amounts.Check(Amount, order.Currency, long.MaxValue, "#/amount", AmountRule, errors);
            errors.Require(minor > 0, "#/amount", AmountRule);
        }

        foreach (var (index, (sku, quantity)) in (Lines ?? []).Index())
        {
            var pointer = $"#/lines/{index}";
            errors.Require(sku, sku is not null && SkuOf(order, sku) is not null, $"{pointer}/sku", "must be an SKU of the order");
            errors.Require(
                quantity, Units(quantity) is >= 1 and <= OrderRules.MaxQuantity, $"{pointer}/quantity",
                $"must be a whole number from 1 to {OrderRules.MaxQuantity:N0}");
        }
    }

    private IReadOnlyList<OrderLine> ApplyUnits(Order order, out string? conflict)
    {
        conflict = null;
        var lines = order.Lines;
        foreach (var (sku, quantity) in Lines ?? [])
        {
            var name = SkuOf(order, sku!)!;
            if (Refund.OfUnits(lines, name, Units(quantity), Restock) is not { } refunded)
            {
                conflict = Restock
                    ? $"it has fewer units of {name} that have not come back"
                    : $"it has fewer units of {name} that are not paid back";
                return order.Lines;
            }

            lines = refunded;
        }

        return lines;
    }

    // Another program may have written a name as it is given here, without normalising it.
    private static string? SkuOf(Order order, string sku)
    {
        var normal = OrderRules.NormalizeName(sku);
        return order.Lines.Any(line => line.Sku == sku) ? sku : order.Lines.Any(line => line.Sku == normal) ? normal : null;
    }

    private IReadOnlyList<OrderLine> ApplyAmount(Order order, out string? conflict)
    {
        var (amount, left) = (AmountMinor(order.Currency), Refund.Left(order.Lines));
        conflict = amount <= left
            ? null
            : $"{MinorUnits.Format(left, order.Currency.Exponent)} {order.Currency} is left of what its lines cost";
        return conflict is null ? Refund.OfAmount(order.Lines, amount) : order.Lines;
    }

    private long AmountMinor(Currency currency) =>
        Amounts.Read(Amount, currency.Exponent, out var minor) == AmountReading.Exact ? minor : 0;

    private static long Units(string? quantity) => Amounts.Read(quantity, 0, out var units) == AmountReading.Exact ? units : 0;

    private static List<(string? Sku, string? Quantity)> ReadLines(JsonElement lines, FieldErrors errors)
    {
        var read = new List<(string? Sku, string? Quantity)>();
        if (lines.ValueKind != JsonValueKind.Array || lines.GetArrayLength() is 0 or > OrderRules.MaxLines)
        {
            errors.Add("#/lines", $"must be a list of 1 to {OrderRules.MaxLines} lines");
            return read;
        }

        foreach (var (index, line) in lines.EnumerateArray().Index())
        {
            var pointer = $"#/lines/{index}";
            if (line.ValueKind != JsonValueKind.Object)
            {
                errors.Add(pointer, "must be a JSON object");
                continue;
            }

            LineFields.Check(line, pointer, errors);
            read.Add((
                OrderReader.Text(line, "sku", $"{pointer}/sku", errors),
                OrderReader.Number(line, "quantity", $"{pointer}/quantity", errors)));
        }

        return read;
    }
}
