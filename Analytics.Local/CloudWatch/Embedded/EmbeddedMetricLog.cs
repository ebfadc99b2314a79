using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Hosting;

namespace Analytics.Local.CloudWatch.Embedded;

/// <summary>Records embedded metrics from the functions' logs and forwards all other lines.</summary>
/// <remarks>AWS also keeps the EMF line in the log. Here it is dropped, so that it does not clutter the developer's terminal.</remarks>
internal sealed class EmbeddedMetricLog(ILogSink inner, MetricStore metrics) : ILogSink
{
    public void Write(string source, string line)
    {
        var found = EmbeddedMetrics.Read(line);
        if (found.Count == 0)
        {
            inner.Write(source, line);
            return;
        }

        foreach (var one in found.GroupBy(metric => metric.Namespace, metric => metric.Datum))
        {
            try
            {
                metrics.Put(one.Key, [.. one]);
            }
            catch (Exception problem) when (problem is ArgumentException or IOException)
            {
                inner.Write(source, $"Embedded metrics were not taken: {problem.Message} The line was: {line}");
            }
        }
    }
}
