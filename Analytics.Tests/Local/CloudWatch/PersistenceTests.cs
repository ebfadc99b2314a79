using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Storage;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public sealed class PersistenceTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("cloudwatch-").FullName;

    private string MetricsPath => Path.Combine(directory, "metrics.jsonl");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Metrics_and_dashboards_outlive_the_endpoint()
    {
        await using (var first = await EndpointFixture.StartAsync("json", directory))
        {
            await first.OkAsync("PutMetricData", """{"Namespace":"Shop","MetricData":[{"MetricName":"Orders","Timestamp":@0,"Value":2}]}""");
            await first.OkAsync("PutDashboard", """{"DashboardName":"kept","DashboardBody":"{\"widgets\":[]}"}""");
            await first.OkAsync("PutDashboard", """{"DashboardName":"gone","DashboardBody":"{\"widgets\":[]}"}""");
            await first.OkAsync("DeleteDashboards", """{"DashboardNames":["gone"]}""");
        }

        await using var second = await EndpointFixture.StartAsync("cbor", directory);
        Assert.Equal([(0d, 2d)], second.Endpoint.Metrics.Sums(60, 0, 60));
        Assert.Equal(
            """{"DashboardEntries":[{"DashboardArn":"arn:aws:cloudwatch::000000000000:dashboard/kept","DashboardName":"kept","LastModified":"@0","Size":14}]}""",
            await second.OkAsync("ListDashboards", "{}"));
    }

    [Fact]
    public async Task Two_endpoints_cannot_share_a_directory()
    {
        await using var first = await EndpointFixture.StartAsync("json", directory);
        await Assert.ThrowsAsync<IOException>(() => EndpointFixture.StartAsync("json", directory));
    }

    [Fact]
    public void A_reopened_store_reads_the_same_whatever_was_put() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Int[0, 7200], Gen.OneOf(Gen.Const(1), Gen.Const(60))).Array[1, 30].Sample(
            data =>
            {
                File.Delete(MetricsPath);
                Dictionary<long, (double, double, double?)> before;
                using (var store = Open())
                {
                    store.Put("Shop", [.. data.Select(item => Some.Datum(at: -item.Item2, value: item.Item1, resolution: item.Item3))]);
                    before = Read(store);
                }

                using var reopened = Open();
                return Read(reopened).OrderBy(item => item.Key).SequenceEqual(before.OrderBy(item => item.Key));
            },
            iter: 50,
            threads: 1);

    [Theory]
    [InlineData("{\"ns\":\"Shop\",\"na")] // a crash in the middle of a line
    [InlineData("{}")] // even what could be read: its line break is not there
    public void A_torn_last_line_is_cut_off_and_the_others_are_read(string torn)
    {
        using (var store = Open())
        {
            store.Put("Shop", Some.Datum());
        }

        File.AppendAllText(MetricsPath, torn);
        var lines = new List<string>();
        using (var store = Open(lines.Add))
        {
            store.Put("Shop", Some.Datum());
        }

        Assert.EndsWith("cut off.", Assert.Single(lines), StringComparison.Ordinal);
        using var reopened = Open(line => Assert.Fail(line));
        Assert.Equal([(0d, 2d)], reopened.Sums(60, 0, 60));
    }

    [Fact]
    public void A_datum_without_values_stores_nothing()
    {
        using (var store = Open())
        {
            Assert.True(store.Put("Shop", Some.Datum() with { Values = [] }, Some.Datum() with { Values = [new ValueCount(1, 0)] }));
            Assert.Empty(store.List(DateTimeOffset.MinValue, _ => true));
        }

        Assert.Equal(0, new FileInfo(MetricsPath).Length);
    }

    [Fact]
    public void An_unreadable_line_is_skipped_and_reported()
    {
        File.WriteAllText(MetricsPath, "nonsense\n{}\n");
        var lines = new List<string>();
        using var store = Open(lines.Add);
        Assert.Contains("2 of 2 lines", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Rewriting_the_file_preserves_the_stored_data()
    {
        var journal = new MetricJournal(MetricsPath, line => Assert.Fail(line));
        journal.Replay(_ => Assert.Fail("The file is new."));
        var measurement = Measurement.Of("Shop", Some.Datum(), Some.Noon);
        journal.Append([.. Enumerable.Repeat(measurement, 100)]);
        var bytesBefore = new FileInfo(MetricsPath).Length;
        var sum = new Distribution();
        sum.Add(1, 100);
        journal.Rewrite([measurement with { Data = sum }]);
        journal.Append([measurement]);
        journal.Dispose();

        Assert.InRange(new FileInfo(MetricsPath).Length, 1, bytesBefore / 10);
        using var store = Open();
        Assert.Equal([(0d, 101d)], store.Sums(60, 0, 60));
    }

    private static Dictionary<long, (double Sum, double Count, double? Median)> Read(MetricStore store) =>
        store.Read(Some.Metric(), null, PeriodGrid.OnClock(Some.At(-7300), Some.At(60), 60), withValues: true)
            .ToDictionary(item => item.Key, item => (item.Value.Sum, item.Value.Count, item.Value.Percentile(50)));

    private MetricStore Open(Action<string>? log = null) =>
        new(Some.Clock(), new MetricStoreOptions(), new MetricJournal(MetricsPath, log ?? (_ => { })));
}
