using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Records the measurements of a request, all or none.</summary>
internal sealed class PutMetricData(MetricStore metrics, TimeProvider clock) : IOperation
{
    private const int MaxData = 1000;

    public string Name => nameof(PutMetricData);

    public WireValue.Map? Execute(Input input)
    {
        var metricNamespace = RequestParameters.RequiredNamespace(input);
        // Namespaces of AWS services: only the host may write to them.
        RequestParameters.Check(!metricNamespace.StartsWith("AWS/", StringComparison.Ordinal), metricNamespace, "Namespace");
        var given = (input.Structures("MetricData") ?? [])
            .Concat((input.Structures("EntityMetricData") ?? []).SelectMany(entity => entity.Structures("MetricData") ?? []))
            .ToList();
        if (given.Count == 0)
        {
            throw ServiceError.Missing("MetricData");
        }

        RequestParameters.CheckSize(given.Count, MaxData, "MetricData");
        var reader = new DatumReader(clock.GetUtcNow());
        return metrics.Put(metricNamespace, [.. given.Select(reader.Read)])
            ? null
            : throw ServiceError.Limit("There are as many metrics as this local CloudWatch keeps; a new one is refused.");
    }
}
