using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Reads a datum of PutMetricData and validates it against the service's rules.</summary>
/// <param name="now">The current time, against which the timestamp is validated.</param>
internal sealed class DatumReader(DateTimeOffset now)
{
    private const int MaxValues = 150;

    private static readonly TimeSpan OldestAge = TimeSpan.FromDays(14);
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromHours(2);

    /// <exception cref="ServiceError">The datum is invalid; the message names the part.</exception>
    public MetricDatum Read(Input datum)
    {
        var name = RequestParameters.RequiredName(datum, "MetricName", NameRule.MetricName);
        var statistics = ReadStatistics(datum);
        var values = ReadValues(datum);
        if (statistics is null && values.Count == 0)
        {
            throw ServiceError.Missing($"{datum.PathOf("Value")}, {datum.PathOf("Values")} or {datum.PathOf("StatisticValues")}");
        }

        return new MetricDatum
        {
            Name = name,
            Dimensions = RequestParameters.Dimensions(datum),
            Timestamp = ReadTimestamp(datum),
            Unit = RequestParameters.Unit(datum) ?? MetricUnits.None,
            StorageResolution = ReadResolution(datum),
            Values = values,
            Statistics = statistics,
        };
    }

    private static List<ValueCount> ReadValues(Input datum)
    {
        Exclude(datum, "Value", "Values");
        Exclude(datum, "Value", "Counts");
        Exclude(datum, "Value", "StatisticValues");
        Exclude(datum, "Values", "StatisticValues");
        if (datum.Number("Value") is { } single)
        {
            Check(DatumRules.IsValue(single), single, datum.PathOf("Value"));
            return [new ValueCount(single)];
        }

        var values = datum.Numbers("Values") ?? [];
        var counts = datum.Numbers("Counts");
        RequestParameters.CheckSize(values.Count, MaxValues, datum.PathOf("Values"));
        if (counts is not null && counts.Count != values.Count)
        {
            throw ServiceError.InvalidValue(
                $"The parameters {datum.PathOf("Values")} and {datum.PathOf("Counts")} must be of the same size.");
        }

        var read = new List<ValueCount>(values.Count);
        for (var index = 0; index < values.Count; index++)
        {
            var count = counts?[index] ?? 1;
            Check(DatumRules.IsValue(values[index]), values[index], $"{datum.PathOf("Values")}.member.{index + 1}");
            Check(DatumRules.IsCount(count), count, $"{datum.PathOf("Counts")}.member.{index + 1}");
            read.Add(new ValueCount(values[index], count));
        }

        return read;
    }

    private static StatisticSet? ReadStatistics(Input datum)
    {
        if (datum.Structure("StatisticValues") is not { } given)
        {
            return null;
        }

        var set = new StatisticSet(
            given.RequiredNumber("SampleCount"),
            given.RequiredNumber("Sum"),
            given.RequiredNumber("Minimum"),
            given.RequiredNumber("Maximum"));
        Check(DatumRules.IsCount(set.SampleCount) && set.SampleCount > 0, set.SampleCount, given.PathOf("SampleCount"));
        Check(DatumRules.IsValue(set.Sum), set.Sum, given.PathOf("Sum"));
        Check(DatumRules.IsValue(set.Minimum), set.Minimum, given.PathOf("Minimum"));
        Check(DatumRules.IsValue(set.Maximum), set.Maximum, given.PathOf("Maximum"));
        return set.Minimum <= set.Maximum
            ? set
            : throw ServiceError.InvalidValue($"The parameter {given.PathOf("Maximum")} must not be less than {given.PathOf("Minimum")}.");
    }

    private static int ReadResolution(Input datum)
    {
        var resolution = datum.Integer("StorageResolution") ?? 60;
        Check(resolution is 1 or 60, resolution, datum.PathOf("StorageResolution"));
        return resolution;
    }

    private static void Exclude(Input datum, string one, string other)
    {
        if (datum.Has(one) && datum.Has(other))
        {
            throw ServiceError.Combination(
                $"The parameters {datum.PathOf(one)} and {datum.PathOf(other)} are mutually exclusive and you have specified both.");
        }
    }

    private static void Check(bool isValid, object value, string parameter) => RequestParameters.Check(isValid, value, parameter);

    private DateTimeOffset? ReadTimestamp(Input datum)
    {
        var timestamp = datum.Time("Timestamp");
        if (timestamp < now - OldestAge)
        {
            throw ServiceError.InvalidValue(
                $"The parameter {datum.PathOf("Timestamp")} must specify a time no more than two weeks in the past.");
        }

        return timestamp > now + FarthestAhead
            ? throw ServiceError.InvalidValue(
                $"The parameter {datum.PathOf("Timestamp")} must specify a time no more than two hours in the future.")
            : timestamp;
    }
}
