using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes the JSON of aggregates responses.</summary>
internal static class AggregateWriter
{
    /// <summary>Writes the properties common to all responses: the range, the time of the read and the latest commit.</summary>
    public static void WriteHead(Utf8JsonWriter json, QuerySpan span, DateTimeOffset asOf, DateTimeOffset? latestCommit)
    {
        WriteSpan(json, span);
        json.WriteString("asOf", Timestamps.Format(asOf));
        if (latestCommit is { } at)
        {
            json.WriteString("latestCommitAt", Timestamps.Format(at));
        }
        else
        {
            json.WriteNull("latestCommitAt");
        }
    }

    /// <summary>Writes the range as properties of the current JSON object.</summary>
    public static void WriteSpan(Utf8JsonWriter json, QuerySpan span)
    {
        json.WriteString("window", span.Window ?? WindowOf(span.Minutes.Minutes));
        json.WriteString("from", span.Calendar.Format(span.Minutes.From));
        json.WriteString("to", span.Calendar.Format(span.Minutes.To));
        if (span.Calendar.TimeZone is { } zone)
        {
            json.WriteString("timeZone", zone);
        }
    }

    /// <summary>Writes totals as properties of the current JSON object.</summary>
    public static void WriteTotals(Utf8JsonWriter json, Totals totals)
    {
        json.WriteNumber("orders", totals.Orders);
        json.WriteNumber("cancelled", totals.Cancelled);
        json.WriteNumber("units", totals.Units);
        WriteMoney(json, "revenue", totals.Revenue.Sums);
        if (OrderAmounts.All.Any(amount => totals.Sums(amount).Any()))
        {
            WriteAmounts(json, totals);
        }
    }

    // Without any of these amounts, gross equals revenue.
    private static void WriteAmounts(Utf8JsonWriter json, Totals totals)
    {
        WriteMoney(json, "gross", totals.Gross.Sums);
        foreach (var amount in OrderAmounts.All)
        {
            if (totals.Sums(amount).Any())
            {
                WriteMoney(json, OrderAmounts.NameOf(amount), totals.Sums(amount));
            }
        }
    }

    /// <summary>Writes the step of a series and its points as properties of the current JSON object.</summary>
    public static void WritePoints(Utf8JsonWriter json, QuerySpan span, SeriesStep step, IEnumerable<SeriesPoint> points)
    {
        json.WriteString("step", step.Name);
        if (span.Calendar.TimeZone is null && step.Minutes is { } minutes)
        {
            json.WriteNumber("stepMinutes", minutes);
        }

        json.WriteStartArray("points");
        foreach (var point in points)
        {
            json.WriteStartObject();
            json.WriteString("at", span.Calendar.Format(point.At));
            WriteTotals(json, point.Totals);
            if (point.IsPartial)
            {
                json.WriteBoolean("partial", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an item as a JSON object. A non-null <paramref name="only"/> restricts its revenue to that currency.</summary>
    public static void WriteItem(Utf8JsonWriter json, string sku, ItemTally item, Currency? only)
    {
        json.WriteStartObject();
        WriteItemProperties(json, sku, item, only);
        json.WriteEndObject();
    }

    /// <summary>Writes an item as properties of the current JSON object.</summary>
    public static void WriteItemProperties(Utf8JsonWriter json, string sku, ItemTally item, Currency? only)
    {
        json.WriteString("sku", sku);
        json.WriteNumber("orders", item.Orders);
        json.WriteNumber("units", item.Units);
        WriteMoney(json, "revenue", item.Revenue.Sums.Where(sum => only is null || sum.Key == only));
    }

    /// <summary>Writes sums by currency as an object.</summary>
    public static void WriteMoney(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<Currency, Int128>> sums)
    {
        json.WriteStartObject(name);
        foreach (var (currency, minor) in sums)
        {
            json.WriteAmount(currency.Code, minor, currency);
        }

        json.WriteEndObject();
    }

    private static string WindowOf(long minutes) => minutes switch
    {
        _ when minutes % 1440 == 0 => FormattableString.Invariant($"{minutes / 1440}d"),
        _ when minutes % 60 == 0 => FormattableString.Invariant($"{minutes / 60}h"),
        _ => FormattableString.Invariant($"{minutes}m"),
    };
}
