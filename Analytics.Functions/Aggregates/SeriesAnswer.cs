using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/series</c>.</summary>
internal sealed class SeriesAnswer : IAnswer
{
    private readonly AggregateQuery _query;
    private readonly SeriesSection _series;

    /// <summary>Creates the answer to a query.</summary>
    public SeriesAnswer(AggregateQuery query)
    {
        (_query, _series) = (query, new SeriesSection(query));
        Plan = new ReadPlan(TotalsSection.SpansOf(query), _series.Points.Boundaries)
        {
            At = query.AskedAt, Slices = query.Slices, FirstUnderWay = _series.Points.FirstUnderWay,
            HasSlices = query.NeedsSlices, HasCustomers = query.NeedsCustomers,
        };
    }

    /// <inheritdoc/>
    public ReadPlan Plan { get; }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        AggregateWriter.WriteAccuracy(json, _query, () => _series.HasEstimates(reading));
        AggregateWriter.WriteComparison(json, _query);
        _series.Write(json, reading);
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading) => _series.Table(reading).Table();
}
