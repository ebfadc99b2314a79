using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Writes orders as JSON. Amounts are exact decimals with as many decimals as their currency has.</summary>
public static class OrderWriter
{
    /// <summary>Writes an order with its totals and with what is shown but not counted, as the API returns it.</summary>
    /// <param name="json">Receives the order.</param>
    /// <param name="order">The order.</param>
    /// <param name="changes">The changes that the API made; null to leave them out.</param>
    public static void WriteAnswer(Utf8JsonWriter json, Order order, IReadOnlyList<LoggedChange>? changes = null) =>
        Write(json, order, withTotals: true, changes);

    /// <summary>
    /// Writes an order as events carry it: without computed fields and texts for display, but with its lane and the id of its newest
    /// change.
    /// </summary>
    public static void WriteEvent(Utf8JsonWriter json, Order order) => Write(json, order, withTotals: false);

    private static void Write(Utf8JsonWriter json, Order order, bool withTotals, IReadOnlyList<LoggedChange>? changes = null)
    {
        json.WriteStartObject();
        json.WriteString("orderId", order.Id.ToString());
        if (withTotals && order.Reference is { } reference)
        {
            json.WriteString("reference", reference);
        }

        json.WriteNumber("version", order.Version);
        json.WriteString("status", order.Status.ToWire());
        json.WriteString("customerId", order.CustomerId);
        json.WriteString("currency", order.Currency.Code);
        json.WriteStartArray("lines");
        foreach (var line in order.Lines)
        {
            json.WriteStartObject();
            json.WriteString("sku", line.Sku);
            if (withTotals && line.Name is { } name)
            {
                json.WriteString("name", name);
            }

            json.WriteNumber("quantity", line.Quantity);
            json.WriteAmount("unitPrice", line.UnitPriceMinor, order.Currency);
            json.WriteNonZero("discount", line.DiscountMinor, order.Currency);
            json.WriteNonZero("refunded", line.RefundedMinor, order.Currency);
            if (line.Returned != 0)
            {
                json.WriteNumber("returned", line.Returned);
            }

            if (withTotals)
            {
                json.WriteAmount("lineTotal", line.PaidMinor, order.Currency);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNonZero("shipping", order.ShippingMinor, order.Currency);
        json.WriteNonZero("tax", order.TaxMinor, order.Currency);
        if (withTotals && order.TaxIncluded)
        {
            json.WriteBoolean("taxIncluded", true);
        }

        if (withTotals)
        {
            json.WriteAmount("total", order.TotalMinor, order.Currency);
            WriteMetadata(json, order.Metadata);
        }

        WriteDimensions(json, order.Slice, withTotals);
        json.WriteString("placedAt", Timestamps.Format(order.PlacedAt));
        json.WriteString("updatedAt", Timestamps.Format(order.UpdatedAt));
        WriteChanges(json, changes);
        if (!withTotals)
        {
            json.WriteNumber("lane", order.Lane);
            if (!order.LastChange.IsNone)
            {
                json.WriteString("changeId", order.LastChange.ToString());
            }
        }

        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<LoggedChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("type", change.Kind.ToWire());
            json.WriteString("at", Timestamps.Format(change.At));
            json.WriteNumber("version", change.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // An answer has dimensions as its own members, as a request does; an event has them together.
    private static void WriteDimensions(Utf8JsonWriter json, Slice slice, bool asMembers)
    {
        if (slice.IsNone)
        {
            return;
        }

        if (!asMembers)
        {
            json.WriteStartObject("dimensions");
        }

        foreach (var (name, value) in slice.Values)
        {
            // Another writer may have used the name of a field.
            if (!asMembers || !OrderRequestReader.IsField(name))
            {
                json.WriteString(name, value);
            }
        }

        if (!asMembers)
        {
            json.WriteEndObject();
        }
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteNonZero(this Utf8JsonWriter json, string name, long minor, Currency currency)
    {
        if (minor != 0)
        {
            json.WriteAmount(name, minor, currency);
        }
    }

    /// <summary>Writes an amount, given in minor units, as a decimal number.</summary>
    public static void WriteAmount(this Utf8JsonWriter json, string name, Int128 minor, Currency currency)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(MinorUnits.Format(minor, currency.Exponent), skipInputValidation: true);
    }
}
