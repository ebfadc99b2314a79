using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/totals</c>.</summary>
internal sealed class TotalsAnswer(AggregateQuery query) : IAnswer
{
    /// <inheritdoc/>
    public ReadPlan Plan { get; } = new(TotalsSection.SpansOf(query))
    {
        At = query.AskedAt, Slices = query.Slices, HasSlices = query.NeedsSlices, HasCustomers = query.NeedsCustomers,
    };

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        AggregateWriter.WriteAccuracy(json, query, () => TotalsSection.HasEstimates(query, reading));
        TotalsSection.OfTotals(query, reading).Write(json);
        GroupsSection.Write(json, query, reading, query.Span.Minutes, query.Comparison?.Minutes);
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading)
    {
        if (query.GroupBy is { } grouped)
        {
            return GroupsSection.Table(grouped, query, reading).Table();
        }

        var table = new FigureTable(1, query.Currencies.Shown);
        table.Add("from", _ => query.Span.Calendar.Format(query.Span.Minutes.From));
        table.Add("to", _ => query.Span.Calendar.Format(query.Span.Minutes.To));
        TotalsSection.OfTotals(query, reading).AddTo(table);
        return table.Table();
    }
}
