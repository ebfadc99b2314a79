using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Evaluates the queries of one GetMetricData request: each at most once, after the queries it refers to.</summary>
internal sealed class QueryRun
{
    /// <summary>Maximum number of time series that one SEARCH may find.</summary>
    public const int MaxFound = 500;

    private const int DefaultPeriod = 300;

    private static readonly TimeSpan Searched = TimeSpan.FromDays(14);

    private readonly MetricStore metrics;
    private readonly MathRange range;
    private readonly LabelContext labels;
    private readonly Dictionary<string, MetricQuery> queries;
    private readonly List<string> metricIds;
    private readonly Dictionary<string, MathValue> answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> underway = new(StringComparer.Ordinal);

    /// <param name="metrics">The store that metrics are read from.</param>
    /// <param name="queries">The queries, with distinct ids.</param>
    /// <param name="range">The time range of the request.</param>
    /// <param name="labels">The data for dynamic labels.</param>
    public QueryRun(MetricStore metrics, IReadOnlyList<MetricQuery> queries, MathRange range, LabelContext labels)
    {
        this.metrics = metrics;
        this.range = range;
        this.labels = labels;
        this.queries = queries.ToDictionary(query => query.Id, StringComparer.Ordinal);
        metricIds = [.. queries.Where(query => query.Source is not null).Select(query => query.Id)];
    }

    /// <summary>Whether a SEARCH has matched more than <see cref="MaxFound"/> time series. The excess is omitted.</summary>
    public bool HasFoundTooMany { get; private set; }

    /// <summary>Returns the time series of a query: one, or all series of an array.</summary>
    /// <exception cref="ServiceError">An expression cannot be evaluated.</exception>
    public IReadOnlyList<TimeSeries> Answer(MetricQuery query)
    {
        var value = ValueOf(query.Id);
        return value switch
        {
            MathValue.Single single => [single.Series with { Label = LabelOf(query, single.Series, isOneOfMany: false) }],
            MathValue.Many many => [.. many.All.Select(series => series with { Label = LabelOf(query, series, isOneOfMany: true) })],
            _ => throw ServiceError.Validation($"Error in expression '{query.Id}': it yields a number; it must yield a time series."),
        };
    }

    /// <summary>Evaluates a query that is not returned, so that errors in it are reported. Its value may be a number.</summary>
    /// <exception cref="ServiceError">An expression cannot be evaluated.</exception>
    public void Check(MetricQuery query) => ValueOf(query.Id);

    private string LabelOf(MetricQuery query, TimeSeries series, bool isOneOfMany)
    {
        var own = isOneOfMany || query.Source is not null ? series.Label : query.Id;
        return (query.Label, isOneOfMany) switch
        {
            (null, _) => own,
            ({ IsDynamic: false } label, true) => $"{label} {own}".Trim(),
            ({ } label, _) => label.Fill(own, series, labels),
        };
    }

    private MathValue? LookUp(string id) => queries.ContainsKey(id) ? ValueOf(id) : null;

    private MathValue ValueOf(string id)
    {
        if (answers.TryGetValue(id, out var known))
        {
            return known;
        }

        if (!underway.Add(id))
        {
            throw ServiceError.Validation($"Error in expression '{id}': it depends on itself.");
        }

        return answers[id] = Compute(queries[id]);
    }

    private MathValue Compute(MetricQuery query)
    {
        if (query.Source is { } source)
        {
            return new MathValue.Single(source.Read(metrics, range));
        }

        var expression = query.Expression ?? throw new InvalidOperationException("A query is a metric or an expression.");
        try
        {
            var evaluator = new ExpressionEvaluator(
                LookUp,
                metricIds,
                (text, stat, period) => Search(text, stat, period ?? query.DefaultPeriod),
                range,
                query.DefaultPeriod ?? queries.Values.Min(each => each.Source?.Period) ?? DefaultPeriod);
            return evaluator.Evaluate(expression);
        }
        catch (MathError problem)
        {
            throw ServiceError.Validation($"Error in expression '{query.Id}': {problem.Message}");
        }
    }

    private MathValue.Many Search(string text, string stat, int? givenPeriod)
    {
        var statistic = Statistic.Parse(stat)
            ?? throw new MathError($"The statistic '{stat}' is not supported; supported are {Statistic.Supported}.");
        var period = givenPeriod ?? DefaultPeriod;
        if (!Period.IsValid(period))
        {
            throw new MathError($"The period {period} of SEARCH {Period.Rule}.");
        }

        var all = metrics.List(SearchedSince(), SearchQuery.Parse(text));
        HasFoundTooMany |= all.Count > MaxFound;
        var found = all.Take(MaxFound).ToList();
        var names = SearchLabels.For(found);
        return new MathValue.Many([.. found.Zip(names, (id, name) =>
            new MetricSource(id, statistic, period, Unit: null).Read(metrics, range) with { Label = name })]);
    }

    /// <summary>SEARCH finds metrics that have data since this time: recent data, or any data if the range begins earlier.</summary>
    private DateTimeOffset SearchedSince()
    {
        var since = range.Now - Searched;
        return range.Start < since ? DateTimeOffset.MinValue : since;
    }
}
