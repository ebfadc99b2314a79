using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers <c>GET /aggregates/items/{sku}</c>, and <c>GET /aggregates/items</c> with one SKU.</summary>
internal sealed class ItemAnswer(AggregateQuery query) : IAnswer
{
    /// <inheritdoc/>
    public ReadPlan Plan { get; } = new(TotalsSection.SpansOf(query))
    {
        At = query.AskedAt, Slices = query.Slices, Items = ItemSelection.Of(query.Skus),
    };

    /// <inheritdoc/>
    public void Check(AggregateReading reading)
    {
        if (IsShared)
        {
            _ = ItemRanking.CurrencyOf(query, [reading.TotalsOf(query.Span.Minutes)]);
        }
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, AggregateReading reading)
    {
        var sku = reading.NameOf(query.Skus[0]);
        json.WriteString("sku", sku);
        TotalsSection.OfItem(query, reading, sku).Write(json);
        if (IsShared)
        {
            FigureWriter.WriteNumber(json, Extra.Share, Share(reading, sku));
        }
    }

    /// <inheritdoc/>
    public CsvTable Table(AggregateReading reading)
    {
        var sku = reading.NameOf(query.Skus[0]);
        var table = new FigureTable(1, query.Currencies.Shown);
        table.AddText("sku", _ => sku);
        TotalsSection.OfItem(query, reading, sku).AddTo(table);
        if (IsShared)
        {
            table.Add(Extra.Share, _ => Share(reading, sku) ?? "");
        }

        return table.Table();
    }

    private bool IsShared => query.Extras.Contains(Extra.Share);

    private string? Share(AggregateReading reading, string sku)
    {
        var total = reading.TotalsOf(query.Span.Minutes);
        return ItemRanking.Share(
            reading.ItemsOf(query.Span.Minutes).Items.GetValueOrDefault(sku), total, query.Ranking, ItemRanking.CurrencyOf(query, [total]));
    }
}
