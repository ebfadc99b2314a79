using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/items</c>: a page of a ranking, or several items.</summary>
internal sealed class ItemsAnswer(AggregateQuery query) : IAnswer
{
    private RankingSection? _ranking;

    /// <inheritdoc/>
    public ReadPlan Plan { get; } = new(TotalsSection.SpansOf(query))
    {
        At = query.AskedAt, Slices = query.Slices, Items = ItemSelection.All,
    };

    /// <inheritdoc/>
    public bool NeedsTag => query.Skus.Count == 0;

    /// <inheritdoc/>
    public void Check(AggregateReading reading) => _ranking = new RankingSection(query, reading);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        AggregateWriter.WriteComparison(json, query);
        _ranking!.Write(json);
        if (query.Skus.Count > 0)
        {
            return;
        }

        json.WriteString("cursor", _ranking.Cursor);
        if (_ranking.HasChanged)
        {
            json.WriteBoolean("changed", true);
        }
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading) => _ranking!.Table().Table();

    /// <inheritdoc/>
    public IEnumerable<(string Name, string Value)> Headers(AggregateReading reading) =>
        query.Skus.Count == 0 && _ranking!.Cursor is { } cursor ? [("Next-Cursor", cursor)] : [];
}
