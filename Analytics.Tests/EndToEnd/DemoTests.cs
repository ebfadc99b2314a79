using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Local;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics demo ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task The_demo_has_four_weeks_behind_it_and_the_next_start_brings_in_nothing_twice()
    {
        await using (var up = Start())
        {
            Assert.Contains("orders over 28 days", await up.LineAsync("demo       | history imported"), StringComparison.Ordinal);
            await up.LineAsync("demo       | the shop opens");
            var endpoints = LocalEndpoints.Read(Path.Combine(_data.FullName, "endpoints.json"))!;

            var days = await OrdersADayAsync(endpoints);

            Assert.InRange(days.Count, 13, 16);
            Assert.All(days, sum => Assert.True(sum > 0));
            using var output = new StringWriter();
            var code = await ReconcileSession.RunAsync(
                new ReconcileOptions(new TableNames(_data.FullName)), output, TextWriter.Null, TimeProvider.System, default);
            Assert.True(code == ReconcileSession.Agreed, output.ToString());
            await up.SignalAsync("INT");
            Assert.Equal((0, ""), (await up.EndAsync(), up.Error));
        }

        await using var again = Start();
        Assert.Matches("28 days, [0-9] new, in", await again.LineAsync("demo       | history imported"));
    }

    private UpProcess Start() => UpProcess.Start(
        "up", "--demo", "--quiet", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName);

    private static async Task<List<double>> OrdersADayAsync(LocalEndpoints endpoints)
    {
        using var cloudWatch = new AmazonCloudWatchClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonCloudWatchConfig { ServiceURL = endpoints.CloudWatch.ToString(), AuthenticationRegion = endpoints.Region });
        var now = DateTime.UtcNow;
        var answer = await cloudWatch.GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = now.AddDays(-28),
            EndTime = now,
            MetricDataQueries =
            [
                new()
                {
                    Id = "orders",
                    MetricStat = new()
                    {
                        Metric = new() { Namespace = "OrderAnalytics/order-analytics", MetricName = "Orders" },
                        Period = 86_400,
                        Stat = "Sum",
                    },
                },
            ],
        });
        return answer.MetricDataResults.Single().Values;
    }
}
