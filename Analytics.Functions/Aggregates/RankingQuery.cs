using System.Globalization;

namespace Analytics.Functions.Aggregates;

/// <summary>How items are ranked, and which of them are shown.</summary>
/// <param name="By">What they are ranked by: one of <see cref="Measures"/>.</param>
/// <param name="IsDescending">Whether the greatest comes first. Ties are broken by SKU, ordinal and ascending.</param>
/// <param name="Top">Maximum number of items shown.</param>
/// <param name="After">The end of the page before; null for the first page.</param>
/// <param name="Described">Everything that decides which ranking it is, in a fixed form.</param>
internal sealed record RankingQuery(string By, bool IsDescending, int Top, RankingCursor? After, string Described)
{
    /// <summary>Maximum number of items in a page.</summary>
    public const int MaxTop = 1000;

    /// <summary>What a measure's name ends with if it is the difference of now and then.</summary>
    private const string OfChange = "Change";

    private static readonly string[] PageParameters = ["top", "cursor"];

    /// <summary>The words of <c>by</c>.</summary>
    public static IReadOnlyList<string> Measures { get; } =
    [
        "units", "orders", "revenue", "cancelled", "refunded", "unitsChange", "ordersChange", "revenueChange", "cancelledChange",
        "refundedChange", "sku",
    ];

    // The measures of which the totals have the sum.
    private static readonly string[] Shared = ["units", "orders", "revenue"];

    /// <summary>The measure without regard to whether the items are ranked by its change.</summary>
    public string Measure => IsChange ? By[..^OfChange.Length] : By;

    /// <summary>Whether the items are ranked by the difference of now and then.</summary>
    public bool IsChange => By.EndsWith(OfChange, StringComparison.Ordinal);

    /// <summary>Reads and checks <c>by</c>, <c>order</c>, <c>top</c> and <c>cursor</c>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="query">What was read of it already: items, currencies and extras.</param>
    /// <param name="now">When the request arrived.</param>
    public static RankingQuery Read(QueryText text, AggregateQuery query, DateTimeOffset now)
    {
        var by = text.Word("by", "units", Measures);
        var order = text.Word("order", by == "sku" ? "asc" : "desc", ["asc", "desc"]);
        var top = text["top"] ?? "10";
        text.Errors.Require(
            int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxTop,
            "top", $"must be a whole number from 1 to {MaxTop}; got '{top}'");
        var ranking = new RankingQuery(by, order == "desc", count, CursorOf(text, now), text.Described);
        ranking.Check(text, query);
        return ranking;
    }

    private static RankingCursor? CursorOf(QueryText text, DateTimeOffset now)
    {
        if (text["cursor"] is not { } written)
        {
            return null;
        }

        var cursor = RankingCursor.Read(written, text.Described);
        text.Errors.Require(cursor is not null, "cursor",
            "must be the cursor of an answer to the same request; repeat its other parameters, except for top");
        text.Errors.Require(cursor is null || cursor.IsRecent(now), "cursor",
            $"is older than {RankingCursor.MaxAge.TotalHours:0} h; begin again with the first page");
        return text.Errors.Any ? null : cursor;
    }

    private void Check(QueryText text, AggregateQuery query)
    {
        var shares = query.Extras.Contains(Extra.Share);
        foreach (var name in PageParameters.Where(name => query.Skus.Count > 0 && text[name] is not null))
        {
            text.Errors.Add(name, "cannot be given together with sku: all items asked for are shown");
        }

        text.Errors.Require(!query.IsOneItem || text["order"] is null, "order", "is for several items; sku names one");
        text.Errors.Require(
            !query.IsOneItem || text["by"] is null || shares, "by", "is for several items, or for include=share; sku names one");
        text.Errors.Require(!IsChange || text["compare"] is not null, "by", $"of a change needs compare; got '{By}'");
        text.Errors.Require(!shares || Shared.Contains(By), "include", $"takes share with by=units, orders or revenue; got by={By}");
        text.Errors.Require(Measure != "revenue" || !query.Currencies.IsSeveral, "currency", "must be one currency to rank by revenue");
    }
}
