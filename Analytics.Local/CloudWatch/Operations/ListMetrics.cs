using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Lists metrics with data in the last two weeks, or in the last three hours if requested, 500 per page.</summary>
internal sealed class ListMetrics(MetricStore metrics, TimeProvider clock) : IOperation
{
    private const int PageSize = 500;
    private const int MaxFilters = 10;

    private static readonly TimeSpan Listed = TimeSpan.FromDays(14);
    private static readonly TimeSpan Recent = TimeSpan.FromHours(3);

    public string Name => nameof(ListMetrics);

    public WireValue.Map Execute(Input input)
    {
        var recently = input.Text("RecentlyActive");
        RequestParameters.Check(recently is null or "PT3H", recently ?? "", "RecentlyActive");
        var filter = ReadFilter(input);
        var after = input.Text("NextToken") is { } token ? PageToken.Read(token, Name) : "";
        var found = metrics.List(
            clock.GetUtcNow() - (recently is null ? Listed : Recent),
            id => filter(id) && string.CompareOrdinal(id.SortKey, after) > 0);
        return WireValue.Map.Of(
            ("Metrics", WireValue.ListOf(found.Take(PageSize).Select(WireShapes.Metric))),
            ("NextToken", found.Count > PageSize ? PageToken.Write(found[PageSize - 1].SortKey, Name) : null));
    }

    private static Func<MetricId, bool> ReadFilter(Input input)
    {
        var metricNamespace = RequestParameters.Name(input, "Namespace", NameRule.Namespace);
        var name = RequestParameters.Name(input, "MetricName", NameRule.MetricName);
        var dimensions = (input.Structures("Dimensions") ?? [])
            .Select(dimension => (
                Name: RequestParameters.RequiredName(dimension, "Name", NameRule.DimensionName),
                Value: RequestParameters.Name(dimension, "Value", NameRule.DimensionValue)))
            .ToList();
        RequestParameters.CheckSize(dimensions.Count, MaxFilters, "Dimensions");
        return id =>
            (metricNamespace is null || id.Namespace == metricNamespace)
            && (name is null || id.Name == name)
            && dimensions.TrueForAll(dimension =>
                id.ValueOf(dimension.Name) is { } value && (dimension.Value is null || dimension.Value == value));
    }
}
