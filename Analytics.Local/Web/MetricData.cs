using System.Text.Json;
using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.Web;

/// <summary>Responds to the page's queries: GetMetricData, with additional members that the page needs to draw the results.</summary>
/// <remarks>
/// The periods of a graph are aligned to UTC, while those of GetMetricData begin at the start time. In addition to the members of
/// GetMetricData, a request may have <c>OnePeriod</c>: the whole time range is one period, as in a widget with
/// <c>setPeriodToTimeRange</c>. A result includes its unit and its metric, if it has them, and for a known currency in the dimension
/// <c>Currency</c> the number of decimals of the currency.
/// </remarks>
internal sealed class MetricData(
    MetricStore metrics, LabelContext labels, IReadOnlyDictionary<string, int> currencyDecimals, TimeProvider clock)
{
    /// <summary>Writes the results of a request.</summary>
    /// <exception cref="ServiceError">The request is invalid, or uses an unsupported feature.</exception>
    public void Answer(ReadOnlyMemory<byte> body, Utf8JsonWriter json)
    {
        var input = new Input(new JsonFormat().Decode(body));
        var range = GetMetricData.ReadRange(input, clock.GetUtcNow()) with
        {
            Alignment = input.Flag("OnePeriod") ?? false ? PeriodAlignment.WholeRange : PeriodAlignment.Clock,
        };
        var queries = GetMetricData.ReadQueries(input);
        var run = new QueryRun(metrics, queries, range, labels with { Now = range.Now });
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var query in queries.Where(query => query.ReturnData))
        {
            foreach (var series in run.Answer(query))
            {
                Write(json, query.Id, series);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, string id, TimeSeries series)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("label", series.Label);
        json.WriteNumber("period", series.Period);
        if (series.Source is { Metric: var metric })
        {
            json.WriteString("unit", metrics.UnitsOf(metric) is [var unit] ? unit : MetricUnits.None);
            json.WriteString("metric", metric.Name);
            json.WriteStartObject("dimensions");
            foreach (var dimension in metric.Dimensions)
            {
                json.WriteString(dimension.Name, dimension.Value);
            }

            json.WriteEndObject();
            if (metric.Dimensions.Where(dimension => dimension.Name == "Currency").Select(dimension => dimension.Value).FirstOrDefault()
                is { } currency && currencyDecimals.TryGetValue(currency, out var decimals))
            {
                json.WriteNumber("decimals", decimals);
            }
        }

        json.WriteStartArray("points");
        foreach (var point in series.Points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(point.Second);
            json.WriteNumberValue(point.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
