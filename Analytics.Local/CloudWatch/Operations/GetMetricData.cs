using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Returns statistics of metrics, and the results of expressions over them.</summary>
internal sealed class GetMetricData(MetricStore metrics, LabelContext labels, TimeProvider clock) : IOperation
{
    private const int MaxQueries = 500;
    private const int MaxDataPoints = 100_800;

    private static readonly WireValue TooManyFound = WireValue.Map.Of(
        ("Code", "MaxMetricsExceeded"), ("Value", $"The maximum number of allowed metrics, {QueryRun.MaxFound}, has been exceeded"));

    public string Name => nameof(GetMetricData);

    public WireValue.Map Execute(Input input)
    {
        var range = ReadRange(input, clock.GetUtcNow());
        var queries = ReadQueries(input);
        var pageSize = input.Integer("MaxDatapoints") ?? MaxDataPoints;
        if (pageSize is < 1 or > MaxDataPoints)
        {
            throw ServiceError.Validation($"The parameter MaxDatapoints must be 1 to {MaxDataPoints}.");
        }

        var isDescending = ReadIsDescending(input);
        var run = new QueryRun(metrics, queries, range, labels with { Now = range.Now, UtcOffset = LabelTimezone.Read(input) });
        var results = new List<MetricResult>();
        foreach (var query in queries)
        {
            if (query.ReturnData)
            {
                results.AddRange(MetricResult.Of(query.Id, run.Answer(query), isDescending));
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
            ("Messages", WireValue.ListOf(run.HasFoundTooMany ? [TooManyFound] : [])));
    }

    internal static MathRange ReadRange(Input input, DateTimeOffset now)
    {
        var range = new MathRange(input.RequiredTime("StartTime"), input.RequiredTime("EndTime"), now);
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
