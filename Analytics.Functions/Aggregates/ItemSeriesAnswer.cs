using System.Text.Json;
using Analytics.Core.Tallies;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/series</c> with <c>sku</c>: each point has the items asked for.</summary>
internal sealed class ItemSeriesAnswer : IAnswer
{
    private readonly AggregateQuery _query;
    private readonly SeriesPoints _points;

    /// <summary>Creates the answer to a query.</summary>
    public ItemSeriesAnswer(AggregateQuery query)
    {
        (_query, _points) = (query, new SeriesPoints(query));
        Plan = new ReadPlan(TotalsSection.SpansOf(query), _points.Boundaries)
        {
            At = query.AskedAt, Slices = query.Slices, FirstUnderWay = _points.FirstUnderWay, Items = ItemSelection.Of(query.Skus),
        };
    }

    /// <inheritdoc/>
    public ReadPlan Plan { get; }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        AggregateWriter.WriteComparison(json, _query);
        SeriesPoints.WriteStep(json, _query);
        json.WriteStartArray("points");
        foreach (var point in Rows(reading).GroupBy(row => row.Point, ReferenceEqualityComparer.Instance))
        {
            var at = (SeriesPoint)point.Key!;
            json.WriteStartObject();
            json.WriteString("at", _query.Span.Calendar.Format(at.Step.From));
            json.WriteStartArray("items");
            foreach (var row in point)
            {
                json.WriteStartObject();
                json.WriteString("sku", row.Sku);
                FigureWriter.Write(json, row.Figures.Now);
                SeriesPoints.WriteMore(json, _query, row.Point, row.Figures, row.Cumulative);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            at.WritePartial(json, _query, reading);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading)
    {
        var rows = Rows(reading).ToList();
        var table = new FigureTable(rows.Count, _query.Currencies.Shown);
        table.Add("at", row => _query.Span.Calendar.Format(rows[row].Point.Step.From));
        table.AddText("sku", row => rows[row].Sku);
        SeriesPoints.AddFigures(
            table, _query, [.. rows.Select(row => row.Point)], [.. rows.Select(row => row.Figures)],
            [.. rows.Select(row => row.Cumulative)], reading);
        return table.Table();
    }

    // A row for each item of each point, in the order in which the items were asked for.
    private IEnumerable<Row> Rows(AggregateReading reading)
    {
        var names = _query.Skus.Select(reading.NameOf).ToList();
        var (sumNow, sumThen) = (new Tally(), new Tally());
        foreach (var point in _points.All)
        {
            var (now, then) = (reading.ItemsOf(point.Minutes), point.Then is { } range ? reading.ItemsOf(range) : new Tally());
            if (_query.Extras.Contains(Extra.Cumulative))
            {
                (sumNow, sumThen) = (Sum(sumNow, now), Sum(sumThen, then));
            }

            foreach (var sku in names)
            {
                yield return new Row(
                    point, sku, Compare(now, then, sku), _query.Extras.Contains(Extra.Cumulative) ? Compare(sumNow, sumThen, sku) : null);
            }
        }
    }

    private Compared Compare(Tally now, Tally then, string sku) =>
        Compared.Of(now.Items.GetValueOrDefault(sku), then.Items.GetValueOrDefault(sku), _query);

    private static Tally Sum(Tally before, Tally point)
    {
        var sum = new Tally();
        sum.Add(before);
        sum.Add(point);
        return sum;
    }

    private sealed record Row(SeriesPoint Point, string Sku, Compared Figures, Compared? Cumulative);
}
