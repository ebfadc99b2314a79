using System.Text.Json;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The minutes of the points of a series, and what is written of each beside its own figures.</summary>
internal sealed class SeriesPoints
{
    /// <summary>Cuts the span of a query into steps.</summary>
    public SeriesPoints(AggregateQuery query)
    {
        var (span, steps) = (query.Span.Minutes, query.Steps());
        FirstUnderWay = steps.FirstUnderWay(span);
        All =
        [
            .. steps.All.Select(step => (Step: step, Minutes: step.Intersect(span)))
                .Select(point => new SeriesPoint(point.Step, point.Minutes, query.Comparison?.Of(point.Minutes, query.Step.Unit))),
        ];
    }

    /// <summary>The points, in order.</summary>
    public IReadOnlyList<SeriesPoint> All { get; }

    /// <summary>First minute of the first step that has not ended; null if there is none.</summary>
    public Minute? FirstUnderWay { get; }

    /// <summary>Where the minutes have to be cut for the points and their counterparts.</summary>
    public IEnumerable<Minute> Boundaries => All.SelectMany(point => point.Then is { Minutes: > 0 } then
        ? [point.Minutes.From, point.Minutes.To, then.From, then.To]
        : new[] { point.Minutes.From, point.Minutes.To });

    /// <summary>Writes the step of a series.</summary>
    public static void WriteStep(Utf8JsonWriter json, AggregateQuery query)
    {
        json.WriteString("step", query.Step.Name);
        if (query.Span.Calendar.TimeZone is null && query.Step.Minutes is { } minutes)
        {
            json.WriteNumber("stepMinutes", minutes);
        }
    }

    /// <summary>Writes the running sums and the counterpart of a point, if they are asked for.</summary>
    public static void WriteMore(Utf8JsonWriter json, AggregateQuery query, SeriesPoint point, Compared figures, Compared? cumulative)
    {
        if (cumulative is not null)
        {
            json.WriteStartObject(Extra.Cumulative);
            FigureWriter.Write(json, cumulative.Now);
            WriteThen(json, query, null, cumulative);
            json.WriteEndObject();
        }

        WriteThen(json, query, point.Then, figures);
    }

    /// <summary>Adds the figures of all rows to a table, and whether each is partial.</summary>
    public static void AddFigures(
        FigureTable table, AggregateQuery query, IReadOnlyList<SeriesPoint> points, IReadOnlyList<Compared> figures,
        IReadOnlyList<Compared?> cumulative, AggregateReading reading)
    {
        table.AddNow("", figures);
        table.Add("partial", row => points[row].IsPartial(query, reading) ? "true" : "false");
        var isCompared = query.Comparison is not null;
        if (query.Extras.Contains(Extra.Cumulative))
        {
            table.AddNow($"{Extra.Cumulative} ", cumulative!);
        }

        if (isCompared)
        {
            table.Add("compared from", row => query.Span.Calendar.Format(points[row].Then!.Value.From));
            table.Add("compared to", row => query.Span.Calendar.Format(points[row].Then!.Value.To));
            table.AddThen("compared ", "", "", figures);
        }

        if (isCompared && query.Extras.Contains(Extra.Cumulative))
        {
            table.AddThen("compared ", "", $"{Extra.Cumulative} ", cumulative!);
        }
    }

    private static void WriteThen(Utf8JsonWriter json, AggregateQuery query, MinuteRange? range, Compared compared)
    {
        if (compared.Then is null)
        {
            return;
        }

        json.WriteStartObject("comparison");
        if (range is { } then)
        {
            AggregateWriter.WriteRange(json, query.Span.Calendar, then);
        }

        FigureWriter.WriteThen(json, compared);
        json.WriteEndObject();
    }
}

/// <summary>A point of a series.</summary>
/// <param name="Step">Its whole step.</param>
/// <param name="Minutes">The minutes of the step in the span.</param>
/// <param name="Then">The minutes that they are compared with, which may be none; null if nothing is compared.</param>
internal sealed record SeriesPoint(MinuteRange Step, MinuteRange Minutes, MinuteRange? Then)
{
    /// <summary>Whether it may lack orders: the span cuts its step, or the step has not ended yet.</summary>
    public bool IsPartial(AggregateQuery query, AggregateReading reading) =>
        Steps.IsPartial(Step, query.Span.Minutes, query.AsOf(reading.LatestCommit));

    /// <summary>Writes whether it is partial.</summary>
    public void WritePartial(Utf8JsonWriter json, AggregateQuery query, AggregateReading reading)
    {
        if (IsPartial(query, reading))
        {
            json.WriteBoolean("partial", true);
        }
    }
}
