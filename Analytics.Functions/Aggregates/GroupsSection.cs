using System.Text.Json;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes the groups of totals and of points, if a query asks for them.</summary>
internal static class GroupsSection
{
    /// <summary>Writes <c>groups</c> of a range as a property of the current object.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="query">The query.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="now">The range.</param>
    /// <param name="then">The range that each group is compared with; null for none.</param>
    public static void Write(Utf8JsonWriter json, AggregateQuery query, AggregateReading reading, MinuteRange now, MinuteRange? then)
    {
        if (query.GroupBy is not { } grouped)
        {
            return;
        }

        json.WriteStartArray("groups");
        foreach (var group in Of(grouped, reading, now, then))
        {
            json.WriteStartObject();
            foreach (var (name, value) in grouped.By.Zip(group.Values))
            {
                json.WriteString(name, value);
            }

            var compared = Compare(group, query, withAmounts: false);
            FigureWriter.Write(json, compared.Now);
            if (compared.Then is not null)
            {
                json.WriteStartObject("comparison");
                FigureWriter.WriteThen(json, compared);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The groups of the span of a query as a table with a row for each.</summary>
    public static FigureTable Table(TotalsGroups grouped, AggregateQuery query, AggregateReading reading)
    {
        var groups = Of(grouped, reading, query.Span.Minutes, query.Comparison?.Minutes);
        var table = new FigureTable(groups.Count, query.Currencies.Shown);
        foreach (var (index, name) in grouped.By.Index())
        {
            table.AddText(name, row => groups[row].Values[index]);
        }

        var withAmounts = query.Currencies.ShowsAmounts(groups.SelectMany(group => group.Then is { } then
            ? new[] { group.Totals, then } : [group.Totals]));
        Compared[] figures = [.. groups.Select(group => Compare(group, query, withAmounts))];
        table.AddNow("", figures);
        if (query.Comparison is not null)
        {
            table.AddThen("compared ", "", "", figures);
        }

        return table;
    }

    private static Compared Compare(TotalsGroup group, AggregateQuery query, bool withAmounts) =>
        Compared.Of(SpanSums.Of(group.Totals), group.Then is { } then ? SpanSums.Of(then) : null, query, withAmounts);

    private static IReadOnlyList<TotalsGroup> Of(TotalsGroups grouped, AggregateReading reading, MinuteRange now, MinuteRange? then) =>
        grouped.Of(SumsOf(grouped, reading, now), then is { } range ? SumsOf(grouped, reading, range) : null);

    private static Tally SumsOf(TotalsGroups grouped, AggregateReading reading, MinuteRange range)
    {
        if (grouped.NeedsSlices)
        {
            return reading.SlicesOf(range);
        }

        var sums = new Tally();
        sums.Totals.Add(reading.TotalsOf(range));
        return sums;
    }
}
