using System.Text.Json;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>A page of a ranking of items, or some items; what the others sum up to; and the total.</summary>
internal sealed class RankingSection
{
    private readonly AggregateQuery _query;
    private readonly AggregateReading _reading;
    private readonly Core.Orders.Currency? _currency;
    private readonly List<RankedItem> _shown;

    /// <summary>Ranks the items of a reading. Adds an error to the query if it does not name the currency that it needs.</summary>
    public RankingSection(AggregateQuery query, AggregateReading reading)
    {
        (_query, _reading) = (query, reading);
        var (now, then) = (ItemsOf(query.Span.Minutes), ItemsOf(query.Comparison?.Minutes));
        _currency = ItemRanking.CurrencyOf(query, [TotalsOf(query.Span.Minutes), TotalsOf(query.Comparison?.Minutes)]);
        var all = ItemRanking.All(now, then, query.Ranking, _currency);
        if (query.Skus.Count > 0)
        {
            var names = query.Skus.Select(reading.NameOf).ToHashSet(StringComparer.Ordinal);
            var sold = all.Where(item => names.Contains(item.Sku)).ToList();
            _shown = [.. sold, .. names.Except(sold.Select(item => item.Sku)).Order(StringComparer.Ordinal)
                .Select(sku => ItemRanking.Rank(sku, null, null, query.Ranking, _currency))];
            return;
        }

        var rest = query.Ranking.After is { } position ? all.Where(item => ItemRanking.IsAfter(item, position, query.Ranking)) : all;
        _shown = [.. rest.Take(query.Ranking.Top + 1)];
        HasMore = _shown.Count > query.Ranking.Top;
        _shown = [.. _shown.Take(query.Ranking.Top)];
    }

    /// <summary>Whether more items follow those shown.</summary>
    public bool HasMore { get; }

    /// <summary>The cursor of the next page; null if there is none.</summary>
    public string? Cursor => !HasMore ? null : new RankingCursor(
        Minute.Of(_query.AskedAt), _query.Ranking.After is { } first ? first.Tag : _reading.Tag, _shown[^1].Value, _shown[^1].Sku)
        .Write(_query.Ranking.Described);

    /// <summary>Whether the data are no longer those of the first page.</summary>
    public bool HasChanged => _query.Ranking.After is { } first && (first.Tag is null || first.Tag != _reading.Tag);

    /// <summary>Writes the ranking as properties of the current object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("by", _query.Ranking.By);
        json.WriteString("order", _query.Ranking.IsDescending ? "desc" : "asc");
        json.WriteStartArray("items");
        foreach (var item in _shown)
        {
            json.WriteStartObject();
            json.WriteString("sku", item.Sku);
            Write(json, Compared.Of(item.Now, item.Then, _query));
            if (IsShared)
            {
                FigureWriter.WriteNumber(json, Extra.Share, ShareOf(item));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "others", Rest);
        Write(json, "total", Total);
    }

    /// <summary>The items shown as a table with a row for each.</summary>
    public FigureTable Table()
    {
        var figures = _shown.Select(item => Compared.Of(item.Now, item.Then, _query)).ToList();
        var table = new FigureTable(_shown.Count, _query.Currencies.Shown);
        table.AddText("sku", row => _shown[row].Sku);
        table.AddNow("", figures);
        if (IsShared)
        {
            table.Add(Extra.Share, row => ShareOf(_shown[row]) ?? "");
        }

        if (_query.Comparison is not null)
        {
            table.AddThen("compared ", "", "", figures);
        }

        return table;
    }

    private bool IsShared => _query.Extras.Contains(Extra.Share);

    private string? ShareOf(RankedItem item) => ItemRanking.Share(item.Now, TotalsOf(_query.Span.Minutes), _query.Ranking, _currency);

    private IReadOnlyDictionary<string, ItemTally> ItemsOf(MinuteRange? range) =>
        range is { } some ? _reading.ItemsOf(some).Items : new Dictionary<string, ItemTally>();

    private Totals TotalsOf(MinuteRange? range) => range is { } some ? _reading.TotalsOf(some) : new Totals();

    private void Write(Utf8JsonWriter json, string name, Func<MinuteRange, Func<RankedItem, ItemTally?>, Figures> of)
    {
        json.WriteStartObject(name);
        Write(json, new Compared(
            of(_query.Span.Minutes, item => item.Now), _query.Comparison is { } then ? of(then.Minutes, item => item.Then) : null));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Compared figures)
    {
        FigureWriter.Write(json, figures.Now);
        if (figures.Then is not null)
        {
            json.WriteStartObject("comparison");
            FigureWriter.WriteThen(json, figures);
            json.WriteEndObject();
        }
    }

    private Figures Total(MinuteRange range, Func<RankedItem, ItemTally?> of)
    {
        var totals = TotalsOf(range);
        return new Figures(
        [
            Figure.Of("items", ItemsOf(range).Count), Figure.Of("orders", totals.Orders), Figure.Of("units", totals.Units),
            Figure.Of("revenue", _query.Currencies.Of(totals.Revenue.Sums)),
        ]);
    }

    // An order may have items of both kinds, so the orders of the others do not follow from those of the items shown.
    private Figures Rest(MinuteRange range, Func<RankedItem, ItemTally?> of)
    {
        var (items, units, revenue) = (ItemsOf(range).Count, TotalsOf(range).Units, new MoneySums());
        revenue.Add(TotalsOf(range).Revenue);
        foreach (var item in _shown.Select(of).OfType<ItemTally>())
        {
            items--;
            units -= item.Units;
            revenue.Add(item.Revenue, -1);
        }

        return new Figures(
            [Figure.Of("items", items), Figure.Of("units", units), Figure.Of("revenue", _query.Currencies.Of(revenue.Sums))]);
    }
}
