using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Answers the queries of one GetMetricData: each at most once, those that it needs before it.</summary>
internal sealed class QueryRun
{
    /// <summary>Time series that one SEARCH may find, as CloudWatch limits it.</summary>
    private const int MaxFound = 500;

    private const int SearchPeriod = 300;

    private readonly MetricStore metrics;
    private readonly MathRange range;
    private readonly DateTimeOffset listedSince;
    private readonly Dictionary<string, MetricQuery> queries;
    private readonly List<string> metricIds;
    private readonly Dictionary<string, MathValue> answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> underway = new(StringComparer.Ordinal);

    /// <param name="metrics">Where metrics are read.</param>
    /// <param name="queries">Each id once.</param>
    /// <param name="range">The stretch of time asked for.</param>
    /// <param name="listedSince">SEARCH finds metrics with data since then.</param>
    public QueryRun(MetricStore metrics, IReadOnlyList<MetricQuery> queries, MathRange range, DateTimeOffset listedSince)
    {
        this.metrics = metrics;
        this.range = range;
        this.listedSince = listedSince;
        this.queries = queries.ToDictionary(query => query.Id, StringComparer.Ordinal);
        metricIds = [.. queries.Where(query => query.Source is not null).Select(query => query.Id)];
    }

    /// <summary>The time series that a query yields: one, or as many as an array has.</summary>
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

    /// <summary>Evaluates a query that is not returned, so that a mistake in it is found; it may yield a number.</summary>
    /// <exception cref="ServiceError">An expression cannot be evaluated.</exception>
    public void Check(MetricQuery query) => ValueOf(query.Id);

    private static string LabelOf(MetricQuery query, TimeSeries series, bool isOneOfMany)
    {
        var own = isOneOfMany || query.Source is not null ? series.Label : query.Id;
        return (query.Label, isOneOfMany) switch
        {
            (null, _) => own,
            ({ } label, true) when !label.Contains("${", StringComparison.Ordinal) => $"{label} {own}".Trim(),
            ({ } label, _) => DynamicLabel.Fill(label, own, series),
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
            var evaluator = new Evaluator(LookUp, metricIds, (text, stat, period) => Search(text, stat, period ?? query.DefaultPeriod), range);
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
        var period = givenPeriod ?? SearchPeriod;
        if (!Period.IsValid(period))
        {
            throw new MathError($"The period {period} of SEARCH {Period.Rule}.");
        }

        var found = metrics.List(listedSince, SearchQuery.Parse(text)).Take(MaxFound).ToList();
        var labels = SearchLabels.For(found);
        return new MathValue.Many(
            [.. found.Select((id, index) => new MetricSource(id, statistic, period, null).Read(metrics, range) with { Label = labels[index] })]);
    }
}
