using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Parses and validates the query string of a request for the orders behind an aggregate.</summary>
internal sealed class ExplainQuery
{
    /// <summary>Parameters besides those that every aggregates route accepts.</summary>
    public static readonly string[] Parameters = ["sku", "currency", "limit", "cursor"];

    private static readonly string[] Described = ["window", "from", "to", "tz", "sku", "currency"];

    private readonly string _description;

    /// <summary>Takes the query of a request and reports what is wrong with it in <see cref="Errors"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">When the request arrived.</param>
    public ExplainQuery(APIGatewayHttpApiV2ProxyRequest request, DateTimeOffset now)
    {
        _description = string.Join('\n', Described.Select(name => $"{name}={request.QueryParameter(name)}"));
        Aggregates = new AggregateQuery(request, now, Parameters);
        Span = Aggregates.Span();
        Currencies = Aggregates.CurrencyCodes();
        Limit = PageLimit.Parse(request.QueryParameter("limit"), Errors);
        Sku = request.QueryParameter("sku");
        Errors.Require(
            Sku is null || OrderRules.IsName(Sku), "sku", $"must be 1 to {OrderRules.MaxNameLength} printable characters");
        if (request.QueryParameter("cursor") is { } cursor)
        {
            Start = ExplainCursor.Read(cursor, _description);
            Errors.Require(Start is not null, "cursor",
                "must be the cursor of an answer to the same request; repeat its other parameters, except for limit, includes and wait");
            Span = Start is null ? Span : Span with { Minutes = Start.Range };
        }
    }

    /// <summary>The parameters that every aggregates route accepts.</summary>
    public AggregateQuery Aggregates { get; }

    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors => Aggregates.Errors;

    /// <summary>The requested minutes; of a page after the first, those of the first page.</summary>
    public QuerySpan Span { get; }

    /// <summary>The item whose orders are requested; null for those of all items.</summary>
    public string? Sku { get; }

    /// <summary>The currencies of the orders; empty for any.</summary>
    public IReadOnlySet<Currency> Currencies { get; }

    /// <summary>Maximum number of orders of the page.</summary>
    public int Limit { get; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public ExplainPosition? Start { get; }

    /// <summary>The cursor of the page that follows one.</summary>
    public string CursorAfter(ExplainPosition end) => ExplainCursor.Write(end, _description);
}
