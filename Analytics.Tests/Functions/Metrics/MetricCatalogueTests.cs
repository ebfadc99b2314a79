using Analytics.Functions.Metrics;
using Analytics.Functions.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Metrics;

public class MetricCatalogueTests
{
    [Fact]
    public void The_document_names_every_metric_just_as_the_catalogue_does()
    {
        var document = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "metrics.md"));

        Assert.Equal(
            MetricCatalogue.All.Select(Row),
            document.Where(line => line.StartsWith("| `", StringComparison.Ordinal)
                && line.Split('|').Length == 8).Select(line => line.Trim()));
    }

    [Fact]
    public void The_document_states_how_many_series_there_can_be()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"));

        Assert.Contains($"at most {MetricCatalogue.All.Sum(metric => metric.MaxSeries)} time series", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_name_is_there_once() =>
        Assert.Equal(MetricCatalogue.All.Count, MetricCatalogue.All.Select(metric => metric.Name).Distinct().Count());

    [Fact]
    public void The_list_of_all_forgets_none()
    {
        var fields = typeof(MetricCatalogue).GetFields().Select(field => field.GetValue(null)).OfType<Metric>();

        Assert.Equal(fields.Select(metric => metric.Name), MetricCatalogue.All.Select(metric => metric.Name));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(400, "Invalid")]
    [InlineData(409, "Conflict")]
    [InlineData(413, "TooLarge")]
    [InlineData(415, "MediaType")]
    [InlineData(412, "Precondition")]
    [InlineData(422, "KeyReused")]
    [InlineData(500, "Fault")]
    [InlineData(503, "Unavailable")]
    public async Task The_metric_of_a_request_follows_from_its_status(int status, string? reason)
    {
        var sink = new RecordingSink();
        await new OrderMetrics(sink, TimeProvider.System).CountAsync(
            new() { StatusCode = status, Headers = new Dictionary<string, string>() }, _ => { });

        var datum = Assert.Single(sink.Data);
        Assert.Equal(
            (reason is null ? "OrdersAccepted" : "OrdersRefused", reason, 1.0),
            (datum.MetricName, datum.Dimensions.SingleOrDefault()?.Value, datum.Value));
    }

    private static string Row(Metric metric)
    {
        var by = metric.By is { } dimension ? $"{dimension.Name}: {dimension.Values}" : "";
        var at = metric.Time == MetricTime.MinuteOfOrder ? "minute of the order" : "the work";
        var emitter = metric.Emitter.ToString().Replace("Function", "", StringComparison.Ordinal).ToLowerInvariant();
        return $"| `{metric.Name}` | {metric.Unit.Value}{(metric.IsDistribution ? ", distribution" : "")} | {by} | {at} | {emitter} | "
            + $"{metric.Description} |";
    }
}
