using Analytics.Local.CloudWatch.Embedded;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class EmbeddedMetricsTests
{
    [Fact]
    public void Each_set_of_dimensions_is_a_series_and_a_list_is_a_distribution()
    {
        var found = EmbeddedMetrics.Read(
            """{"_aws":{"Timestamp":1795435200000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[[],["A","B"]],"Metrics":[{"Name":"T","Unit":"Milliseconds"}]}]},"A":"a","B":"b","T":[1,2.5]}""");

        Assert.Equal(
            ["T", "T A=a B=b"], found.Select(
            metric => string.Join(' ', metric.Datum.Dimensions.Select(one => $"{one.Name}={one.Value}").Prepend(metric.Datum.Name))));
        Assert.All(found, metric => Assert.Equal([new ValueCount(1), new ValueCount(2.5)], metric.Datum.Values));
    }

    [Theory]
    [InlineData("an ordinary line")]
    [InlineData("{}")]
    [InlineData("""{"_aws":1}""")]
    [InlineData("""{"_aws":{"Timestamp":1795435200000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["A"]],"Metrics":[{"Name":"T"}]}]},"T":1}""")] // no A
    [InlineData("""{"_aws":{"Timestamp":1795435200000,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[[]],"Metrics":[{"Name":"T"}]}]},"T":"1"}""")] // no number
    [InlineData("""{"_aws":{"Timestamp":1795435200000""")]
    public void Anything_else_is_a_line_like_any_other_and_goes_on(string line)
    {
        using var store = new MetricStore(Some.Clock(), new MetricStoreOptions());
        var log = new RecordingLog();

        new EmbeddedMetricLog(log, store).Write("f", line);

        Assert.Equal([("f", line)], log.Lines);
        Assert.Empty(store.List(DateTimeOffset.MinValue, _ => true));
    }
}
