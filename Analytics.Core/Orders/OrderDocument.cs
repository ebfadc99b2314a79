using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>An order from an untrusted source, not validated yet. Numbers are still text; missing fields are null.</summary>
public sealed record OrderDocument
{
    /// <summary>The rule for lines, as error messages state it.</summary>
    internal static readonly string LinesRule = $"must be a list of 1 to {OrderRules.MaxLines} lines";

    public string? OrderId { get; init; }

    public string? Version { get; init; }

    public string? Status { get; init; }

    public string? CustomerId { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<LineDocument>? Lines { get; init; }

    public string? PlacedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public string? Lane { get; init; }

    public string? Reference { get; init; }

    /// <summary>Pairs of metadata. A null value is not a text.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Metadata { get; init; } = [];

    public string? Shipping { get; init; }

    public string? Tax { get; init; }

    public bool TaxIncluded { get; init; }

    /// <summary>Names and values of dimensions. A null value is not a text.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Dimensions { get; init; } = [];

    /// <summary>Ids of the order's changes, as text. Values that are not change ids of this order are ignored.</summary>
    public IReadOnlyList<string?> ChangeIds { get; init; } = [];

    /// <summary>
    /// Validates the terms of a new order. Trims and normalises names, and requires a current currency and a recent time of placement.
    /// </summary>
    /// <param name="errors">Receives one entry for every field that breaks a rule and has no entry yet.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The terms; null if there are errors.</returns>
    public OrderTerms? CheckNewTerms(FieldErrors errors, DateTimeOffset now) =>
        CheckTermsPlacedAt(errors, CheckPlacedAt(errors, now));

    /// <summary>
    /// Validates the terms of a new order whose time of placement is known. Trims and normalises names, and requires a currency that was
    /// current then.
    /// </summary>
    /// <param name="errors">Receives one entry for every field that breaks a rule and has no entry yet.</param>
    /// <param name="placedAt">When the order was placed; null for now.</param>
    /// <returns>The terms; null if there are errors.</returns>
    public OrderTerms? CheckTermsPlacedAt(FieldErrors errors, DateTimeOffset? placedAt)
    {
        var placed = this with
        {
            CustomerId = Normalize(CustomerId), Reference = Normalize(Reference), Lines = NormalizedLines(Lines),
        };
        Require(placed.CustomerId, "#/customerId", errors);
        Require(placed.Reference, "#/reference", errors);
        RequireNames(placed.Lines, errors);
        var metadata = NewMetadata.Check(Metadata, errors);
        var slice = NewDimensions.Check(Dimensions, errors);

        if (Orders.Currency.TryParse(Currency, out var currency) && currency.WithdrawnOn is { } date
            && !(placedAt is { } at && DateOnly.FromDateTime(at.UtcDateTime) < date))
        {
            errors.Add("#/currency",
                string.Create(
                CultureInfo.InvariantCulture, $"must be a current currency; ISO 4217 withdrew {currency} on {date:yyyy-MM-dd}"));
        }

        return placed.CheckTerms(errors) is { } terms
            ? terms with { PlacedAt = placedAt, Reference = placed.Reference, Metadata = metadata, Slice = slice }
            : null;
    }

    /// <summary>Validates the lines of an amendment, as those of a new order.</summary>
    /// <param name="currency">The currency of the order.</param>
    /// <param name="errors">Receives one entry for every field that breaks a rule and has no entry yet.</param>
    /// <returns>The lines; null if there are errors.</returns>
    public IReadOnlyList<OrderLine>? CheckNewLines(Currency currency, FieldErrors errors)
    {
        var amended = this with { Lines = NormalizedLines(Lines) };
        RequireNames(amended.Lines, errors);
        var lines = amended.CheckLines(currency, errors);
        return errors.Any ? null : lines;
    }

    /// <summary>Validates the terms of an order: the customer, the currency and the lines.</summary>
    /// <param name="errors">Receives one entry for every field that breaks a rule and has no entry yet.</param>
    /// <returns>The terms; null if there are errors.</returns>
    public OrderTerms? CheckTerms(FieldErrors errors)
    {
        errors.Require(CustomerId, CustomerId is not null && OrderRules.IsName(CustomerId), "#/customerId", OrderRules.NameRule);
        var currency = CheckCurrency(errors);
        var lines = CheckLines(currency, errors);
        var shipping = CheckCharge(Shipping, currency, "#/shipping", errors);
        var tax = CheckCharge(Tax, currency, "#/tax", errors);
        return errors.Any || CustomerId is null || currency is null
            ? null
            : new OrderTerms(CustomerId, currency, lines) { ShippingMinor = shipping, TaxMinor = tax, TaxIncluded = TaxIncluded };
    }

    /// <summary>Validates a whole order, as the orders function writes it.</summary>
    /// <param name="errors">Receives one entry for every field that breaks a rule and has no entry yet.</param>
    /// <returns>The order; null if there are errors.</returns>
    public Order? Check(FieldErrors errors)
    {
        errors.Require(OrderId, Orders.OrderId.TryParse(OrderId, out var id), "#/orderId", "must be a UUID in lower case");
        errors.Require(Status, OrderStatusNames.TryParse(Status, out var status), "#/status", "must be PLACED or CANCELLED");
        errors.Require(PlacedAt, Timestamps.TryParse(PlacedAt, out var placedAt), "#/placedAt", "must be a time in UTC (RFC 3339)");
        errors.Require(UpdatedAt, Timestamps.TryParse(UpdatedAt, out var updatedAt), "#/updatedAt", "must be a time in UTC (RFC 3339)");
        errors.Require(placedAt - updatedAt <= OrderRules.MaxAhead || errors.Any, "#/placedAt", "must be at most a day after updatedAt");
        return CheckTerms(errors) is not { } terms
            ? null
            : new Order
            {
                Id = id,
                Version = VersionNumber(),
                Status = status,
                CustomerId = terms.CustomerId,
                Currency = terms.Currency,
                Lines = terms.Lines,
                ShippingMinor = terms.ShippingMinor,
                TaxMinor = terms.TaxMinor,
                TaxIncluded = terms.TaxIncluded,
                Slice = Slice.Of(Dimensions),
                PlacedAt = placedAt,
                UpdatedAt = updatedAt,
                Lane = Lanes.Read(Lane),
                ChangeIds = ReadChangeIds(),
                Reference = Reference,
                Metadata = NewMetadata.Texts(Metadata),
            };
    }

    /// <summary>Parses the change ids of this order, even if the order is not valid. Ignores ids of other orders.</summary>
    public IReadOnlyList<ChangeId> ReadChangeIds() => Orders.OrderId.TryParse(OrderId, out var id)
        ? [.. ChangeIds.Select(text => ChangeId.TryParse(text, out var change) ? change : ChangeId.None).Where(change => change.IsOf(id))]
        : [];

    private static string? Normalize(string? name) => name is null ? null : OrderRules.NormalizeName(name);

    private static List<LineDocument>? NormalizedLines(IReadOnlyList<LineDocument>? lines) =>
        lines?.Select(line => line with { Sku = Normalize(line.Sku), Name = Normalize(line.Name) }).ToList();

    private static void RequireNames(IReadOnlyList<LineDocument>? lines, FieldErrors errors)
    {
        for (var index = 0; index < lines?.Count; index++)
        {
            Require(lines[index].Sku, $"#/lines/{index}/sku", errors);
            Require(lines[index].Name, $"#/lines/{index}/name", errors, OrderRules.MaxDisplayNameLength);
        }
    }

    private static void Require(string? name, string pointer, FieldErrors errors, int maxLength = OrderRules.MaxNameLength)
    {
        if (name is not null && NewName.FaultOf(name, maxLength) is { } fault)
        {
            errors.Add(pointer, fault);
        }
    }

    private DateTimeOffset? CheckPlacedAt(FieldErrors errors, DateTimeOffset now)
    {
        if (PlacedAt is null)
        {
            return null;
        }

        if (!Timestamps.TryParseAny(PlacedAt, out var placedAt))
        {
            errors.Add("#/placedAt", "must be a time in RFC 3339, as 2026-11-23T10:05:12Z or 2026-11-23T11:05:12.345+01:00");
            return null;
        }

        errors.Require(placedAt >= now - OrderRules.MaxAge, "#/placedAt",
            $"must be within the last {OrderRules.MaxAge.TotalDays:0} days: no window reaches further back, so an older order would count "
                + "nowhere");
        errors.Require(placedAt <= now + OrderRules.MaxClockAhead, "#/placedAt",
            $"must be at most {OrderRules.MaxClockAhead.TotalMinutes:0} minutes ahead of the API's clock, which says "
                + Timestamps.Format(now));
        return placedAt;
    }

    // Other writers may set any version. Counting does not use it, so an invalid one reads as 0.
    private long VersionNumber() =>
        long.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version <= OrderRules.MaxVersion
            ? version : 0;

    private Currency? CheckCurrency(FieldErrors errors)
    {
        errors.Require(Currency, Orders.Currency.TryParse(Currency, out var currency), "#/currency",
            "must be an ISO 4217 currency code in capitals, as USD");
        return currency;
    }

    private static long CheckCharge(string? text, Currency? currency, string pointer, FieldErrors errors) =>
        Amounts.Check(text, currency, currency is null ? long.MaxValue : OrderRules.MaxChargeMinor(currency), pointer,
            $"must be a number from 0 to {OrderRules.MaxCharge:N0}", errors);

    private List<OrderLine> CheckLines(Currency? currency, FieldErrors errors)
    {
        var lines = new List<OrderLine>();
        if (Lines is null || Lines.Count is 0 or > OrderRules.MaxLines)
        {
            errors.Add("#/lines", Lines is null ? $"is missing; it {LinesRule}" : LinesRule);
            return lines;
        }

        for (var index = 0; index < Lines.Count; index++)
        {
            lines.Add(Lines[index].Check($"#/lines/{index}", currency, errors));
        }

        return lines;
    }
}
