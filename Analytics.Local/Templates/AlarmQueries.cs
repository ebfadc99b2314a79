using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.Templates;

/// <summary>Reads the <c>Metrics</c> of an alarm: metrics, expressions over them, and at most one anomaly detection band.</summary>
internal static partial class AlarmQueries
{
    private const int MinuteSeconds = 60;

    private static readonly Dictionary<string, string> WithoutEffect = new() { ["Label"] = "for people" };

    /// <summary>Returns what the alarm compares, its period in seconds, and the namespace of its first metric.</summary>
    public static (AlarmInput Input, int Period, string Namespace) Read(PropertyReader properties)
    {
        properties.Required("Metrics");
        var band = properties.Text("ThresholdMetricId");
        var all = properties.Objects("Metrics", ReadOne);
        var metrics = all.Select(query => query.Source).OfType<MetricSource>().ToList();
        var period = metrics.Select(source => source.Period).DefaultIfEmpty(MinuteSeconds).First();
        if (metrics.Any(source => source.Period != period))
        {
            properties.Reject("Metrics", "All metrics of an alarm must have the same period.");
        }

        var bounds = band is null ? null : Bounds(properties, band, all);
        return (Input(properties, band, bounds, all), period, metrics.FirstOrDefault()?.Metric.Namespace ?? "");
    }

    private static AlarmQuery ReadOne(PropertyReader reader)
    {
        reader.Accept(WithoutEffect);
        var source = reader.Object("MetricStat", stat => new MetricSource(
            stat.Object("Metric", AlarmReader.MetricOf) ?? new MetricId("", "", []), AlarmReader.StatisticOf(stat, "Stat"),
            AlarmReader.Period(stat), stat.Text("Unit")));
        var expression = reader.Text("Expression");
        if (source is null == expression is null)
        {
            reader.Reject("Id", "A query has either MetricStat or Expression.");
        }

        return new AlarmQuery(reader.RequiredText("Id"), source, expression, reader.Flag("ReturnData", otherwise: true));
    }

    private static (string Of, double Deviations)? Bounds(PropertyReader properties, string id, IReadOnlyList<AlarmQuery> all)
    {
        if (all.FirstOrDefault(query => query.Id == id)?.Expression is { } text && BandPattern().Match(text) is { Success: true } match)
        {
            return (match.Groups[1].Value, double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        }

        properties.Reject("ThresholdMetricId", $"It must be the id of an expression ANOMALY_DETECTION_BAND(id, number), not '{id}'.");
        return null;
    }

    private static AlarmInput Input(
        PropertyReader properties, string? band, (string Of, double Deviations)? bounds, IReadOnlyList<AlarmQuery> all)
    {
        var nothing = new AlarmInput.OfMetric(new MetricId("", "", []), Statistic.Parse("Sum")!);
        var queries = all.Where(query => query.Id != band).ToList();
        var returned = queries.Where(query => query.ReturnData).ToList();
        if (returned is not [var compared] || bounds is { Of: var of } && of != compared.Id)
        {
            properties.Reject(
                "Metrics", "Exactly one query has ReturnData true: what is compared, beside the band that it is compared with.");
            return nothing;
        }

        if (queries.DistinctBy(query => query.Id).Count() < queries.Count)
        {
            properties.Reject("Metrics", "Each query needs an id of its own.");
            return nothing;
        }

        try
        {
            AlarmInput input = compared.Source is { } source
                ? new AlarmInput.OfMetric(source.Metric, source.Statistic)
                : new AlarmInput.OfExpression(
                    compared.Id, compared.Expression ?? "",
                    [.. queries.Select(query => query.Source is { } read
                        ? MetricQuery.Of(query.Id, read)
                        : MetricQuery.Of(query.Id, query.Expression ?? ""))]);
            // Evaluated once without any data, so that an expression that refers to no query is found now.
            using var empty = new MetricStore(TimeProvider.System, new MetricStoreOptions());
            input.Read(empty, new PeriodGrid(0, MinuteSeconds, MinuteSeconds));
            return bounds is { } some ? new AlarmInput.AboveLowerBound(input, some.Deviations) : input;
        }
        catch (ServiceError wrong)
        {
            properties.Reject("Metrics", wrong.Message);
            return nothing;
        }
    }

    private sealed record AlarmQuery(string Id, MetricSource? Source, string? Expression, bool ReturnData);

    [GeneratedRegex(@"^ANOMALY_DETECTION_BAND\(\s*(\w+)\s*,\s*(\d+(?:\.\d+)?)\s*\)$")]
    private static partial Regex BandPattern();
}
