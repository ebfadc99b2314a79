using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Answers statistics of metrics, and expressions over them.</summary>
internal sealed class GetMetricData(MetricStore metrics, TimeProvider clock) : IOperation
{
    private const int MaxQueries = 500;
    private const int MaxDataPoints = 100_800;

    private static readonly TimeSpan Searched = TimeSpan.FromDays(14);

    public string Name => nameof(GetMetricData);

    public WireValue.Map Execute(Input input)
    {
        var range = ReadRange(input);
        var queries = ReadQueries(input);
        var pageSize = input.Integer("MaxDatapoints") ?? MaxDataPoints;
        if (pageSize is < 1 or > MaxDataPoints)
        {
            throw ServiceError.Validation($"The parameter MaxDatapoints must be 1 to {MaxDataPoints}.");
        }

        var isDescending = ReadIsDescending(input);
        var run = new QueryRun(metrics, queries, range, SearchedSince(range, clock.GetUtcNow()));
        var results = new List<MetricResult>();
        foreach (var query in queries)
        {
            if (query.ReturnData)
            {
                results.AddRange(run.Answer(query).Select(series =>
                    new MetricResult(query.Id, series.Label, Ordered(series, isDescending))));
            }
            else
            {
                run.Check(query);
            }
        }

        var page = DataPage.Cut(results, pageSize, input.Text("NextToken"), isDescending);
        return WireValue.Map.Of(
            ("MetricDataResults", WireValue.ListOf(page.Results.Select(result => result.ToWire()))),
            ("NextToken", page.NextToken),
            ("Messages", WireValue.ListOf([])));
    }

    /// <summary>SEARCH finds metrics with data of late; a look further back finds whatever is still held.</summary>
    internal static DateTimeOffset SearchedSince(MathRange range, DateTimeOffset now)
    {
        var since = now - Searched;
        return range.Start < since ? DateTimeOffset.MinValue : since;
    }

    private static IReadOnlyList<Point> Ordered(TimeSeries series, bool isDescending) =>
        isDescending ? [.. series.Points.Reverse()] : series.Points;

    internal static MathRange ReadRange(Input input)
    {
        var range = new MathRange(input.RequiredTime("StartTime"), input.RequiredTime("EndTime"));
        return range.Start < range.End
            ? range
            : throw ServiceError.Validation("The parameter StartTime must be less than the parameter EndTime.");
    }

    internal static List<MetricQuery> ReadQueries(Input input)
    {
        var given = input.Structures("MetricDataQueries") ?? throw ServiceError.Missing("MetricDataQueries");
        if (given.Count is 0 or > MaxQueries)
        {
            throw ServiceError.Validation($"The collection MetricDataQueries must have a size of 1 to {MaxQueries}.");
        }

        var queries = given.Select(MetricQuery.Read).ToList();
        var repeated = queries.GroupBy(query => query.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return repeated is null
            ? queries
            : throw ServiceError.Validation($"The id {repeated.Key} in MetricDataQueries must be unique.");
    }

    private static bool ReadIsDescending(Input input) => input.Text("ScanBy") switch
    {
        null or "TimestampDescending" => true,
        "TimestampAscending" => false,
        var other => throw ServiceError.Validation($"The value {other} for parameter ScanBy is invalid."),
    };
}
