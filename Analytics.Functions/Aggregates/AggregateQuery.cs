using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>What an aggregates request asks for: the one place that reads and checks its parameters, for all routes.</summary>
internal sealed class AggregateQuery
{
    /// <summary>
    /// Maximum number of points of a series: 31 days in steps of one minute. Each item counts, what is compared and running sums count
    /// twice, and points with customers four times.
    /// </summary>
    public const int MaxPoints = 44_640;

    // The customers of a point take up to 8 KB while the answer is made, its totals less than one.
    private const int WeightOfCustomers = 4;

    private readonly DateTimeOffset _now;

    /// <summary>
    /// Reads the parameters of a request. If any breaks a rule, <see cref="Errors"/> says which, and the rest is unspecified.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="route">Its route.</param>
    /// <param name="now">When it arrived.</param>
    /// <param name="dimensions">The dimensions that orders may have; null for channel and country.</param>
    public AggregateQuery(
        APIGatewayHttpApiV2ProxyRequest request, AggregateRoute route, DateTimeOffset now, OrderDimensions? dimensions = null)
    {
        var known = dimensions ?? OrderDimensions.Default;
        (_now, Route) = (now, route);
        QueryParameters.Check(request, [.. AggregateParameters.Of(route).Union(known.Names)], Errors);
        var text = new QueryText(request.QueryStringParameters ?? new Dictionary<string, string>(), Errors);
        Skus = route == AggregateRoute.Item ? [ListParameters.Sku(text, request.PathParameter("sku"))] : ListParameters.Skus(text);
        IsOneItem = route == AggregateRoute.Item || (route == AggregateRoute.Items && Skus.Count == 1);
        Currencies = ListParameters.Currencies(text);
        (Slices, GroupBy) = (DimensionParameters.Slices(text, known), DimensionParameters.GroupBy(text, known));
        Extras = ListParameters.Extras(text, AggregateParameters.Extras(route, Skus.Count > 0));
        Errors.Require(
            !Extras.Contains(Extra.Percentiles) || (Slices.IsEmpty && GroupBy is null), "include",
            "takes percentiles of all orders only, without dimensions and groupBy: the values of orders are not stored by dimension");
        Errors.Require(
            !NeedsCustomers || (Slices.IsEmpty && GroupBy is null), "include",
            "takes customers of all orders only, without dimensions and groupBy: customers are not stored by dimension");
        (Includes, Wait) = (ListParameters.Includes(text), ListParameters.Wait(text));
        Ranking = RankingQuery.Read(text, this, now);

        // A page of a ranking is about the range of its first page, however late it is asked for.
        AskedAt = Ranking.After?.FirstPage.Start ?? now;
        Span = SpanParameters.Read(text, AskedAt, now);
        Step = StepOf(text, route);
        Comparison = CompareParameter.Read(text, Span, AskedAt, now);
        CheckPoints(route);
    }

    /// <summary>The route of the request.</summary>
    public AggregateRoute Route { get; }

    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>
    /// The time that windows and rollups go by: when the request arrived; of a later page of a ranking, when its first page was asked for.
    /// </summary>
    public DateTimeOffset AskedAt { get; }

    /// <summary>The minutes asked for.</summary>
    public QuerySpan Span { get; }

    /// <summary>What they are compared with; null if nothing.</summary>
    public ComparedSpan? Comparison { get; }

    /// <summary>The step of a series. Default a minute, of a summary an hour.</summary>
    public SeriesStep Step { get; }

    /// <summary>The SKUs asked for, as the caller wrote them; empty for all.</summary>
    public IReadOnlyList<string> Skus { get; }

    /// <summary>Whether the answer is about one item and not a list.</summary>
    public bool IsOneItem { get; }

    /// <summary>The currencies of the sums of money shown.</summary>
    public CurrencyFilter Currencies { get; }

    /// <summary>The orders whose sums are asked for.</summary>
    public SliceFilter Slices { get; }

    /// <summary>By what totals and points are grouped; null if they are not.</summary>
    public TotalsGroups? GroupBy { get; }

    /// <summary>Whether the answer needs the totals of slices, or the values of orders, which are stored beside them.</summary>
    public bool NeedsSlices => GroupBy is { NeedsSlices: true } || Extras.Contains(Extra.Percentiles);

    /// <summary>Whether the answer needs the customers.</summary>
    public bool NeedsCustomers => Extras.Contains(Extra.Customers);

    /// <summary>The words of <see cref="Extra"/> asked for.</summary>
    public IReadOnlySet<string> Extras { get; }

    /// <summary>How items are ranked.</summary>
    public RankingQuery Ranking { get; }

    /// <summary>The changes that the answer must include.</summary>
    public IReadOnlyList<ChangeToken> Includes { get; }

    /// <summary>How long to wait for them.</summary>
    public TimeSpan Wait { get; }

    /// <summary>
    /// When the request arrived, or the latest commit in the answer if that is later. A commit is later if it happened during the read or
    /// if the writer's clock is ahead.
    /// </summary>
    public DateTimeOffset AsOf(DateTimeOffset? latestCommit) => latestCommit > _now ? latestCommit.Value : _now;

    /// <summary>The steps of the series.</summary>
    public Steps Steps() => new(Span.Calendar.Boundaries(Step, Span.Minutes), Minute.Of(AskedAt));

    private static SeriesStep StepOf(QueryText text, AggregateRoute route)
    {
        var name = text["step"] ?? (route == AggregateRoute.Summary ? "1h" : "1m");
        var step = SeriesStep.Parse(name);
        text.Errors.Require(step is not null, "step", $"must be 1m, 5m, 15m, 1h, 1d, 1w or 1mo; got '{name}'");
        return step ?? SeriesStep.Default;
    }

    private void CheckPoints(AggregateRoute route)
    {
        var lines = Math.Max(1, Skus.Count) * (Comparison is null ? 1 : 2) * (Extras.Contains(Extra.Cumulative) ? 2 : 1)
            * (NeedsCustomers ? WeightOfCustomers : 1);
        var isSeries = route is AggregateRoute.Series or AggregateRoute.Summary;
        Errors.Require(
            !isSeries || Step.Minutes is not { } minutes || Span.Minutes.Minutes / minutes * lines <= MaxPoints,
            "step", $"must be larger: a series has at most {MaxPoints:N0} points{(lines > 1 ? $", which are {lines} each here" : "")}");
    }
}
