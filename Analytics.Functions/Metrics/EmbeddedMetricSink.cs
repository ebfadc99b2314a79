using System.Text;
using System.Text.Json;
using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>
/// Writes metrics as log lines that CloudWatch turns into metrics (embedded metric format): no call delays the caller or is charged.
/// </summary>
/// <remarks>Metrics of one time and dimension share a line.</remarks>
/// <param name="output">Writes a line unchanged. A logger's prefix would make CloudWatch ignore the line.</param>
/// <param name="metricNamespace">The CloudWatch namespace of the metrics.</param>
public sealed class EmbeddedMetricSink(Action<string> output, string metricNamespace) : IMetricSink
{
    // Limits of the format: Amazon CloudWatch user guide, "Specification: Embedded metric format".
    private const int MaxMetrics = 100;
    private const int MaxValues = 100;

    public Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log)
    {
        foreach (var same in data.GroupBy(datum => (datum.Timestamp, string.Join(',', Of(datum).Select(one => $"{one.Name}={one.Value}")))))
        {
            foreach (var document in Documents(same))
            {
                output(Line(same.First(), document));
            }
        }

        return Task.CompletedTask;
    }

    private static List<Dimension> Of(MetricDatum datum) => datum.Dimensions ?? [];

    // In a document, each metric has one property, so values that do not fit into it go to the next document.
    private static List<Dictionary<string, (MetricDatum Datum, double[] Values)>> Documents(IEnumerable<MetricDatum> same)
    {
        var documents = new List<Dictionary<string, (MetricDatum, double[])>>();
        foreach (var datum in same)
        {
            foreach (var values in ValuesOf(datum).Chunk(MaxValues))
            {
                var document = documents.FirstOrDefault(one => one.Count < MaxMetrics && !one.ContainsKey(datum.MetricName));
                if (document is null)
                {
                    documents.Add(document = []);
                }

                document.Add(datum.MetricName, (datum, values));
            }
        }

        return documents;
    }

    // The format has no counts: a value that occurs several times is repeated.
    private static IEnumerable<double> ValuesOf(MetricDatum datum) => datum.Value is { } value
        ? [value]
        : datum.Values.Zip(datum.Counts, (one, count) => Enumerable.Repeat(one, (int)count)).SelectMany(values => values);

    private string Line(MetricDatum of, Dictionary<string, (MetricDatum Datum, double[] Values)> metrics)
    {
        var timestamp = of.Timestamp ?? throw new ArgumentException($"{of.MetricName} has no timestamp.");
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", new DateTimeOffset(timestamp).ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", metricNamespace);
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            Of(of).ForEach(dimension => json.WriteStringValue(dimension.Name));
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            foreach (var (name, (datum, _)) in metrics)
            {
                json.WriteStartObject();
                json.WriteString("Name", name);
                json.WriteString("Unit", datum.Unit.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            Of(of).ForEach(dimension => json.WriteString(dimension.Name, dimension.Value));
            foreach (var (name, (_, values)) in metrics)
            {
                Write(json, name, values);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, double[] values)
    {
        if (values is [var only])
        {
            json.WriteNumber(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
