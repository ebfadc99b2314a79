using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Hosting;

namespace Analytics.Local.CloudWatch.Embedded;

/// <summary>Takes the metrics out of the functions' logs; the other lines go on.</summary>
/// <remarks>In AWS the line stays in the log as well. A developer's terminal is better without it.</remarks>
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
