using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Parses and validates the query string of a request for the orders behind an aggregate.</summary>
internal sealed class ExplainQuery
{
    private static readonly string[] Described = ["window", "from", "to", "tz", "sku", "currency"];

    private static readonly string[] Parameters = [.. Described, "limit", "cursor", "includes", "wait"];

    private readonly string _description;
    private readonly DateTimeOffset _now;

    /// <summary>Takes the query of a request and reports what is wrong with it in <see cref="Errors"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dimensions">The dimensions that orders may have.</param>
    /// <param name="now">When the request arrived.</param>
    public ExplainQuery(APIGatewayHttpApiV2ProxyRequest request, OrderDimensions dimensions, DateTimeOffset now)
    {
        _now = now;
        QueryParameters.Check(request, [.. Parameters, .. dimensions.Names], Errors);
        var text = new QueryText(request.QueryStringParameters ?? new Dictionary<string, string>(), Errors);
        // Without filters, the description is what it was before there were any: cursors stay valid.
        _description = string.Join(
            '\n', Described.Concat(dimensions.Names.Where(name => text[name] is not null)).Select(name => $"{name}={text[name]}"));
        Span = SpanParameters.Read(text, now, now);
        Currencies = ListParameters.Currencies(text).Shown;
        Slices = DimensionParameters.Slices(text, dimensions);
        (Includes, Wait) = (ListParameters.Includes(text), ListParameters.Wait(text));
        Limit = PageLimit.Parse(text["limit"], Errors);
        var skus = ListParameters.Skus(text);
        Errors.Require(skus.Count <= 1, "sku", "must be one item here; a comma that belongs to an SKU has a backslash before it");
        Sku = skus.Count == 0 ? null : skus[0];
        if (text["cursor"] is { } cursor)
        {
            Start = ExplainCursor.Read(cursor, _description);
            Errors.Require(Start is not null, "cursor",
                "must be the cursor of an answer to the same request; repeat its other parameters, except for limit, includes and wait");
            Span = Start is null ? Span : Span with { Minutes = Start.Range };
        }
    }

    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>The requested minutes; of a page after the first, those of the first page.</summary>
    public QuerySpan Span { get; }

    /// <summary>The item whose orders are requested; null for those of all items.</summary>
    public string? Sku { get; }

    /// <summary>The currencies of the orders; empty for any.</summary>
    public IReadOnlyCollection<Currency> Currencies { get; }

    /// <summary>The dimensions that the orders must have.</summary>
    public SliceFilter Slices { get; }

    /// <summary>The changes that the answer must include.</summary>
    public IReadOnlyList<ChangeToken> Includes { get; }

    /// <summary>How long to wait for them.</summary>
    public TimeSpan Wait { get; }

    /// <summary>Maximum number of orders of the page.</summary>
    public int Limit { get; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public ExplainPosition? Start { get; }

    /// <summary>When the request arrived, or the latest commit in the answer if that is later.</summary>
    public DateTimeOffset AsOf(DateTimeOffset? latestCommit) => latestCommit > _now ? latestCommit.Value : _now;

    /// <summary>The cursor of the page that follows one.</summary>
    public string CursorAfter(ExplainPosition end) => ExplainCursor.Write(end, _description);
}
