using System.Globalization;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes the orders behind an aggregate, as JSON or as a table.</summary>
internal static class ExplainWriter
{
    /// <summary>
    /// Writes what the aggregates say of the whole range, with currencies of the orders in them. Orders and units of an item are not
    /// counted by currency, so with currencies only its revenue is written.
    /// </summary>
    public static void WriteTotal(Utf8JsonWriter json, ExplainQuery query, AggregateReading whole)
    {
        json.WriteStartObject("total");
        var (totals, shown) = (whole.TotalsOf(query.Span.Minutes), new CurrencyFilter(query.Currencies));
        if (query.Sku is { } given)
        {
            var sku = whole.NameOf(given);
            json.WriteString("sku", sku);
            WriteItem(json, whole.ItemsOf(query.Span.Minutes).Items.GetValueOrDefault(sku) ?? new ItemTally(), shown);
        }
        else
        {
            WriteTotals(json, query.Currencies.Count == 0 ? totals : In(totals, query.Currencies));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an order with what it adds.</summary>
    public static void WriteOrder(Utf8JsonWriter json, ExplainedOrder explained)
    {
        var order = explained.Order;
        json.WriteStartObject();
        json.WriteString("orderId", order.Id.ToString());
        if (order.Reference is { } reference)
        {
            json.WriteString("reference", reference);
        }

        json.WriteString("status", order.Status.ToWire());
        json.WriteString("placedAt", Timestamps.Format(order.PlacedAt));
        if (explained.Item is { } item)
        {
            WriteItem(json, item, new CurrencyFilter([]));
        }
        else
        {
            WriteTotals(json, explained.Totals);
        }

        json.WriteEndObject();
    }

    /// <summary>The orders as a table with a row for each. An order has one currency, so each sum of money has one column.</summary>
    public static CsvTable Table(IEnumerable<ExplainedOrder> orders, bool areOfItem)
    {
        var table = new CsvTable();
        table.Cell("orderId").Cell("reference").Cell("status").Cell("placedAt");
        table.Cell("orders").Cell("cancelled").Cell("units");
        if (areOfItem)
        {
            table.Cell("refunded");
        }

        table.Cell("currency").Cell("revenue");
        foreach (var amount in Amounts(areOfItem))
        {
            table.Cell(OrderAmounts.NameOf(amount));
        }

        table.EndRow();
        foreach (var explained in orders)
        {
            var (order, totals) = (explained.Order, explained.Totals);
            table.Cell(order.Id.ToString()).Text(order.Reference ?? "").Cell(order.Status.ToWire()).Cell(Timestamps.Format(order.PlacedAt));
            table.Cell(Number(totals.Orders)).Cell(Number(explained.Item?.Cancelled ?? totals.Cancelled));
            table.Cell(Number(explained.Item?.Units ?? totals.Units));
            if (explained.Item is { } sold)
            {
                table.Cell(Number(sold.Refunded));
            }

            table.Cell(order.Currency.Code).Cell(Money((explained.Item?.Revenue ?? totals.Revenue)[order.Currency], order.Currency));
            foreach (var amount in Amounts(areOfItem))
            {
                table.Cell(Money(totals.Sums(amount).FirstOrDefault().Value, order.Currency));
            }

            table.EndRow();
        }

        return table;
    }

    // Without gross: totals state it only if any order has an amount, so that of single orders would not add up to it.
    private static void WriteTotals(Utf8JsonWriter json, Totals totals)
    {
        json.WriteNumber("orders", totals.Orders);
        json.WriteNumber("cancelled", totals.Cancelled);
        json.WriteNumber("units", totals.Units);
        AggregateWriter.WriteMoney(json, "revenue", [.. totals.Revenue.Sums]);
        foreach (var amount in OrderAmounts.All)
        {
            if (totals.Sums(amount).ToList() is { Count: > 0 } sums)
            {
                AggregateWriter.WriteMoney(json, OrderAmounts.NameOf(amount), sums);
            }
        }
    }

    private static Totals In(Totals totals, IEnumerable<Currency> currencies)
    {
        var some = new Totals();
        foreach (var currency in currencies)
        {
            some.Add(totals.In(currency));
        }

        return some;
    }

    // An item has no sums of money but its revenue.
    private static IReadOnlyList<OrderAmount> Amounts(bool areOfItem) => areOfItem ? [] : OrderAmounts.All;

    private static void WriteItem(Utf8JsonWriter json, ItemTally item, CurrencyFilter shown)
    {
        if (shown.Shown.Count == 0)
        {
            json.WriteNumber("orders", item.Orders);
            json.WriteNumber("cancelled", item.Cancelled);
            json.WriteNumber("units", item.Units);
            json.WriteNumber("refunded", item.Refunded);
        }

        AggregateWriter.WriteMoney(json, "revenue", shown.Of(item.Revenue.Sums));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Money(Int128 minor, Currency currency) => MinorUnits.Format(minor, currency.Exponent);
}
