using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Functions.Metrics;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.Metering;
using Xunit;

namespace Analytics.Tests.Dashboards;

public class DashboardFilesTests
{
    private const string ProductNamespace = "OrderAnalytics/shop";

    public static TheoryData<string> All => [.. DashboardFiles.Names];

    [Fact]
    public void There_is_one_for_the_shop_and_one_for_the_operator() => Assert.Equal(["orders", "pipeline"], DashboardFiles.Names);

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_deployed_is_what_is_in_the_file(string name)
    {
        var embedded = DashboardFiles.Embedded($"{char.ToUpperInvariant(name[0])}{name[1..]}Dashboard");

        Assert.NotNull(embedded);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(DashboardFiles.Text(name)), JsonNode.Parse(embedded)),
            $"template.yaml does not hold dashboards/{name}.json as it is now. Run: node eng/embed-dashboards.mjs");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Its_deployed_form_is_a_dashboard_body_without_a_remark(string name) =>
        Assert.Empty(DashboardBody.Check(await DashboardFiles.FilledAsync(name)));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_name_is_filled_in(string name)
    {
        var body = await DashboardFiles.FilledAsync(name);

        // What is left is for CloudWatch to fill in.
        Assert.DoesNotMatch(new Regex(@"\$\{(?!PROP\('Dim\.)"), body);
        Assert.Contains("us-east-1", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_metric_that_it_names_is_one_that_something_emits(string name)
    {
        var known = MetricCatalogue.All.Select(metric => (ProductNamespace, metric.Name, metric.By?.Name ?? ""))
            .Concat(ServiceMetrics.All.Select(metric => (metric.Namespace, metric.Name, metric.Dimension)))
            // Found in the access log by a filter of the template.
            .Append((ProductNamespace, "TooManyRequests", ""))
            .ToHashSet();
        var shown = DashboardFiles.MetricsOf(await DashboardFiles.FilledAsync(name)).ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, metric => Assert.Contains((metric.Namespace, metric.Name, metric.Dimension), known));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_sum_is_shown_as_a_sum_and_only_a_distribution_otherwise(string name) =>
        Assert.All(
            DashboardFiles.MetricsOf(await DashboardFiles.FilledAsync(name)).Where(metric => metric.Namespace == ProductNamespace),
            metric => Assert.True(
                metric.Statistic == "Sum" || MetricCatalogue.All.Single(one => one.Name == metric.Name).IsDistribution, $"{metric}"));

    [Fact]
    public async Task Every_alarm_is_a_line_in_a_chart_of_its_metric_at_its_threshold()
    {
        var body = await DashboardFiles.FilledAsync("pipeline");
        var alarms = DashboardFiles.Alarms().ToList();

        Assert.NotEmpty(alarms);
        Assert.All(alarms, alarm =>
        {
            var chart = JsonNode.Parse(body)!["widgets"]!.AsArray().Select(widget => widget!["properties"]!)
                .Single(properties => properties["annotations"]?["horizontal"]?.ToJsonString().Contains(
                    alarm.Name, StringComparison.Ordinal) == true);
            var line = chart["annotations"]!["horizontal"]!.AsArray().Single(
                one => one!["label"]!.GetValue<string>().Split(", ").Contains(alarm.Name))!;

            Assert.Equal(alarm.Threshold, line["value"]!.GetValue<double>());
            Assert.Contains(chart["metrics"]!.AsArray(), entry => entry![0] is JsonValue && entry[1]!.GetValue<string>() == alarm.Metric);
        });
    }

    [Fact]
    public void The_document_names_every_metric_of_the_services_that_is_reported_here()
    {
        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "metrics.md"));

        Assert.All(
            ServiceMetrics.All.GroupBy(metric => (metric.Namespace, metric.Dimension), metric => metric.Name),
            service => Assert.Contains(
                $"| {service.Key.Namespace} | {service.Key.Dimension} | {string.Join(", ", service)} |", document,
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_metric_of_the_catalogue_is_on_a_dashboard()
    {
        var shown = new HashSet<string>();
        foreach (var name in DashboardFiles.Names)
        {
            shown.UnionWith(DashboardFiles.MetricsOf(await DashboardFiles.FilledAsync(name)).Select(metric => metric.Name));
        }

        Assert.All(MetricCatalogue.All, metric => Assert.Contains(metric.Name, shown));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_chart_has_a_title_and_every_axis_that_is_used_a_label(string name)
    {
        foreach (var properties in JsonNode.Parse(DashboardFiles.Text(name))!["widgets"]!.AsArray().Select(
            widget => widget!["properties"]!).Where(one => one["metrics"] is not null))
        {
            Assert.False(string.IsNullOrWhiteSpace(properties["title"]?.GetValue<string>()));
            if (properties["view"]!.GetValue<string>() == "timeSeries")
            {
                var sides = properties["metrics"]!.AsArray().Select(
                    entry => (entry!.AsArray()[^1] as JsonObject)?["yAxis"]?.GetValue<string>() ?? "left").Distinct();
                Assert.All(sides,
                    side => Assert.False(
                    string.IsNullOrEmpty(properties["yAxis"]?[side]?["label"]?.GetValue<string>()), $"{properties["title"]}: {side}"));
            }
        }
    }
}
