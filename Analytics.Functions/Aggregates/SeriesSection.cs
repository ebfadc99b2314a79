using System.Text.Json;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>The points of a series: totals by step, and those of the steps that they are compared with.</summary>
internal sealed class SeriesSection(AggregateQuery query)
{
    private readonly SeriesPoints _points = new(query);

    /// <summary>The minutes that the series needs.</summary>
    public SeriesPoints Points => _points;

    /// <summary>Writes the step and the points as properties of the current object.</summary>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        SeriesPoints.WriteStep(json, query);
        json.WriteStartArray("points");
        foreach (var row in Rows(reading, withAmounts: false))
        {
            json.WriteStartObject();
            json.WriteString("at", query.Span.Calendar.Format(row.Point.Step.From));
            FigureWriter.Write(json, row.Figures.Now);
            row.Point.WritePartial(json, query, reading);
            SeriesPoints.WriteMore(json, query, row.Point, row.Figures, row.Cumulative);
            GroupsSection.Write(json, query, reading, row.Point.Minutes, then: null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Whether a number of customers that the points have is an estimate.</summary>
    public bool HasEstimates(AggregateReading reading)
    {
        var (now, then) = (new CustomerSet(), new CustomerSet());
        foreach (var point in _points.All)
        {
            var (ofPoint, ofThen) = (reading.CustomersOf(point.Minutes), point.Then is { } range ? reading.CustomersOf(range) : null);
            if (!ofPoint.IsExact || ofThen is { IsExact: false })
            {
                return true;
            }

            if (query.Extras.Contains(Extra.Cumulative))
            {
                now.Add(ofPoint);
                then.Add(ofThen ?? new CustomerSet());
            }
        }

        return !now.IsExact || !then.IsExact;
    }

    /// <summary>The points as a table with a row for each.</summary>
    public FigureTable Table(AggregateReading reading)
    {
        var totals = _points.All.SelectMany(point => point.Then is { } then
            ? [reading.TotalsOf(point.Minutes), reading.TotalsOf(then)] : new[] { reading.TotalsOf(point.Minutes) });
        var rows = Rows(reading, query.Currencies.ShowsAmounts(totals)).ToList();
        var table = new FigureTable(rows.Count, query.Currencies.Shown);
        table.Add("at", row => query.Span.Calendar.Format(rows[row].Point.Step.From));
        SeriesPoints.AddFigures(
            table, query, [.. rows.Select(row => row.Point)], [.. rows.Select(row => row.Figures)], [.. rows.Select(row => row.Cumulative)],
            reading);
        return table;
    }

    private IEnumerable<(SeriesPoint Point, Compared Figures, Compared? Cumulative)> Rows(AggregateReading reading, bool withAmounts)
    {
        var (now, then) = (SpanSums.Nothing, SpanSums.Nothing);
        foreach (var point in _points.All)
        {
            var (pointNow, pointThen) = (reading.SumsOf(point.Minutes), point.Then is { } range ? reading.SumsOf(range) : null);
            Compared? cumulative = null;
            if (query.Extras.Contains(Extra.Cumulative))
            {
                now.Add(pointNow);
                then.Add(pointThen ?? SpanSums.Nothing);
                cumulative = Compared.Of(now, pointThen is null ? null : then, query, withAmounts);
            }

            yield return (point, Compared.Of(pointNow, pointThen, query, withAmounts), cumulative);
        }
    }
}
