using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/totals</c>.</summary>
internal sealed class TotalsAnswer(AggregateQuery query) : IAnswer
{
    /// <inheritdoc/>
    public ReadPlan Plan { get; } = new(TotalsSection.SpansOf(query))
    {
        At = query.AskedAt, Slices = query.Slices, HasGroups = query.GroupBy is not null,
    };

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        TotalsSection.OfTotals(query, reading).Write(json);
        if (query.GroupBy is not { } grouped)
        {
            return;
        }

        json.WriteStartArray("groups");
        foreach (var group in grouped.Of(reading.SlicesOf(query.Span.Minutes)))
        {
            json.WriteStartObject();
            foreach (var (name, value) in grouped.By.Zip(group.Values))
            {
                json.WriteString(name, value);
            }

            FigureWriter.Write(json, Figures.Of(group.Totals, query));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading)
    {
        if (query.GroupBy is { } grouped)
        {
            return Table(grouped, grouped.Of(reading.SlicesOf(query.Span.Minutes)));
        }

        var table = new FigureTable(1, query.Currencies.Shown);
        table.Add("from", _ => query.Span.Calendar.Format(query.Span.Minutes.From));
        table.Add("to", _ => query.Span.Calendar.Format(query.Span.Minutes.To));
        TotalsSection.OfTotals(query, reading).AddTo(table);
        return table.Table();
    }

    // A row for each group.
    private CsvTable Table(TotalsGroups grouped, IReadOnlyList<TotalsGroup> groups)
    {
        var table = new FigureTable(groups.Count, query.Currencies.Shown);
        foreach (var (index, name) in grouped.By.Index())
        {
            table.AddText(name, row => groups[row].Values[index]);
        }

        table.AddNow("", [.. groups.Select(group => Compared.Of(group.Totals, null, query))]);
        return table.Table();
    }
}
