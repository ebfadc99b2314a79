using System.Text.Json;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The sums of a span, or of one item in it, and of the span that it is compared with.</summary>
/// <param name="query">The query.</param>
/// <param name="of">Compares the span with a range; with nothing if that is null.</param>
internal sealed class TotalsSection(AggregateQuery query, Func<MinuteRange?, Compared> of)
{
    /// <summary>The spans that a query needs the sums of.</summary>
    public static IEnumerable<MinuteRange> SpansOf(AggregateQuery query)
    {
        yield return query.Span.Minutes;
        if (query.Comparison is { } comparison)
        {
            yield return comparison.Minutes;
            if (comparison.Whole is { } whole)
            {
                yield return whole;
            }
        }
    }

    /// <summary>
    /// Whether a number of customers of the spans, or of any points in them, is an estimate: it is if that of a whole span is.
    /// </summary>
    public static bool HasEstimates(AggregateQuery query, AggregateReading reading) =>
        SpansOf(query).Any(span => !reading.CustomersOf(span).IsExact);

    /// <summary>The totals of a reading.</summary>
    public static TotalsSection OfTotals(AggregateQuery query, AggregateReading reading) => new(query, then => Compared.Of(
        reading.SumsOf(query.Span.Minutes), then is { } range ? reading.SumsOf(range) : null, query));

    /// <summary>One item of a reading.</summary>
    public static TotalsSection OfItem(AggregateQuery query, AggregateReading reading, string sku) => new(query, then => Compared.Of(
        reading.ItemsOf(query.Span.Minutes).Items.GetValueOrDefault(sku),
        then is { } range ? reading.ItemsOf(range).Items.GetValueOrDefault(sku) : null, query));

    /// <summary>Writes the sums as properties of the current object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var compared = of(query.Comparison?.Minutes);
        FigureWriter.Write(json, compared.Now);
        if (query.Comparison is not { } comparison)
        {
            return;
        }

        json.WriteStartObject("comparison");
        json.WriteString("with", comparison.Name);
        AggregateWriter.WriteRange(json, query.Span.Calendar, comparison.Minutes);
        FigureWriter.WriteThen(json, compared);
        if (comparison.Whole is { } whole)
        {
            json.WriteStartObject("whole");
            AggregateWriter.WriteRange(json, query.Span.Calendar, whole);
            FigureWriter.WriteThen(json, of(whole));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Adds the sums as columns of a table of one row.</summary>
    public void AddTo(FigureTable table)
    {
        var compared = of(query.Comparison?.Minutes);
        table.AddNow("", [compared]);
        AddThen(table, "compared ", "", query.Comparison?.Minutes, compared);
        AddThen(table, "whole ", "whole ", query.Comparison?.Whole, query.Comparison?.Whole is { } whole ? of(whole) : null);
    }

    private void AddThen(FigureTable table, string prefix, string changePrefix, MinuteRange? range, Compared? compared)
    {
        if (range is { } then)
        {
            table.Add($"{prefix}from", _ => query.Span.Calendar.Format(then.From));
            table.Add($"{prefix}to", _ => query.Span.Calendar.Format(then.To));
            table.AddThen(prefix, changePrefix, "", [compared!]);
        }
    }
}
