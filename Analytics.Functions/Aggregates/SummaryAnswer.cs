using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/summary</c>: totals, series and ranking of one reading, so that they agree.</summary>
internal sealed class SummaryAnswer : IAnswer
{
    private readonly AggregateQuery _query;
    private readonly SeriesSection _series;
    private RankingSection? _ranking;

    /// <summary>Creates the answer to a query.</summary>
    public SummaryAnswer(AggregateQuery query)
    {
        (_query, _series) = (query, new SeriesSection(query));
        Plan = new ReadPlan(TotalsSection.SpansOf(query), _series.Points.Boundaries)
        {
            At = query.AskedAt, Slices = query.Slices, FirstUnderWay = _series.Points.FirstUnderWay, Items = ItemSelection.All,
            HasSlices = _query.NeedsSlices, HasCustomers = _query.NeedsCustomers,
        };
    }

    /// <inheritdoc/>
    public ReadPlan Plan { get; }

    /// <inheritdoc/>
    public bool HasTable => false;

    /// <inheritdoc/>
    public void Check(AggregateReading reading) => _ranking = new RankingSection(_query, reading);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        AggregateWriter.WriteAccuracy(json, _query, () => TotalsSection.HasEstimates(_query, reading));
        json.WriteStartObject("totals");
        TotalsSection.OfTotals(_query, reading).Write(json);
        GroupsSection.Write(json, _query, reading, _query.Span.Minutes, _query.Comparison?.Minutes);
        json.WriteEndObject();
        json.WriteStartObject("series");
        _series.Write(json, reading);
        json.WriteEndObject();
        json.WriteStartObject("ranking");
        _ranking!.Write(json);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading) => throw new NotSupportedException("A summary is no table.");
}
