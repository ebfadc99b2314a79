using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>GET /aggregates/metrics, in the text-based exposition format of Prometheus.</summary>
public class PrometheusMetricsTests
{
    private readonly InMemoryMinuteStore _minutes = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesFunction _function;

    public PrometheusMetricsTests()
    {
        var reader = new AggregateReader(_minutes, new RollupReader(_minutes, _minutes, 4), 4, _time);
        _function = new AggregatesFunction(new AggregatesHandler(reader, new ChangeWaiter(_minutes, _time), _time), _time)
        {
            Metrics = new MetricsHandler(new RollingTotals(reader), _time),
        };
    }

    [Fact]
    public async Task The_windows_are_gauges_with_the_time_of_their_one_reading()
    {
        await PlaceAsync(
            Some.Order(1, "12:04"), Some.Order(2, "11:10", Some.Jpy), Some.Order(3, "03:00", Some.Eur),
            Some.Cancel(Some.Order(4, "12:00")));

        var answer = await _function.AskAsync("metrics", "");

        Assert.Equal(
            (200, "text/plain; version=0.0.4; charset=utf-8"), (answer.StatusCode, answer.Headers["Content-Type"]));
        Assert.Equal(
            """
            # HELP order_analytics_orders Orders placed in the window and not cancelled.
            # TYPE order_analytics_orders gauge
            order_analytics_orders{window="5m"} 1
            order_analytics_orders{window="1h"} 2
            order_analytics_orders{window="today"} 3
            # HELP order_analytics_cancelled Cancelled orders that were placed in the window.
            # TYPE order_analytics_cancelled gauge
            order_analytics_cancelled{window="5m"} 1
            order_analytics_cancelled{window="1h"} 1
            order_analytics_cancelled{window="today"} 1
            # HELP order_analytics_units Units in orders placed in the window.
            # TYPE order_analytics_units gauge
            order_analytics_units{window="5m"} 2
            order_analytics_units{window="1h"} 4
            order_analytics_units{window="today"} 6
            # HELP order_analytics_revenue Revenue of orders placed in the window, in major units of the currency.
            # TYPE order_analytics_revenue gauge
            order_analytics_revenue{window="5m",currency="USD"} 7.00
            order_analytics_revenue{window="1h",currency="JPY"} 700
            order_analytics_revenue{window="1h",currency="USD"} 7.00
            order_analytics_revenue{window="today",currency="EUR"} 7.00
            order_analytics_revenue{window="today",currency="JPY"} 700
            order_analytics_revenue{window="today",currency="USD"} 7.00
            # HELP order_analytics_as_of_timestamp_seconds When these numbers were read.
            # TYPE order_analytics_as_of_timestamp_seconds gauge
            order_analytics_as_of_timestamp_seconds 1795435470
            # HELP order_analytics_latest_commit_timestamp_seconds When the newest change in these numbers was counted.
            # TYPE order_analytics_latest_commit_timestamp_seconds gauge
            order_analytics_latest_commit_timestamp_seconds 1795435470

            """.ReplaceLineEndings("\n"),
            answer.Body);
    }

    [Theory]
    [InlineData("tz=UTC", 2)]
    [InlineData("tz=Europe/Berlin", 3)]
    [InlineData("tz=Pacific/Kiritimati", 1)]
    public async Task A_zone_says_when_today_began(string query, int orders)
    {
        await PlaceAsync(
            Some.Order(1, "12:04"), Some.Order(2, "00:30"), Some.Order(3) with { PlacedAt = Some.At("00:00").AddMinutes(-30) });

        Assert.Contains(
            $"order_analytics_orders{{window=\"today\"}} {orders}\n", (await _function.AskAsync("metrics", query)).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("window=5m")]
    [InlineData("tz=nowhere")]
    public async Task Other_parameters_are_refused(string query) =>
        Assert.Equal(400, (await _function.AskAsync("metrics", query)).StatusCode);

    [Fact]
    public void Backslashes_quotes_and_line_feeds_are_escaped()
    {
        var text = new PrometheusText();
        text.Gauge("a", "A \\ and\na \"quote\".");
        text.Sample("a", "1", ("b", "x\\y\"z\nw"));

        Assert.Equal("# HELP a A \\\\ and\\na \"quote\".\n# TYPE a gauge\na{b=\"x\\\\y\\\"z\\nw\"} 1\n", text.ToString());
    }

    private Task PlaceAsync(params Order[] orders) => Task.WhenAll(orders.Select(order =>
        new Committer(_minutes, new CommitOptions(), _time, new Random(1))
            .CommitAsync([Some.Placed(order)], Analytics.Core.Changes.ChangeSource.Kinesis, default)));
}
