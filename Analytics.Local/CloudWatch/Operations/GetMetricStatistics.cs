using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Returns statistics of one metric. Each unit in which it was reported has separate data points.</summary>
internal sealed class GetMetricStatistics(MetricStore metrics, TimeProvider clock) : IOperation
{
    private const int MaxDataPoints = 1440;

    public string Name => nameof(GetMetricStatistics);

    public WireValue.Map Execute(Input input)
    {
        var id = RequestParameters.Metric(input);
        var (start, end, period) = ReadRange(input);
        var plain = ReadStatistics(input, "Statistics", mayNeedValues: false);
        var extended = ReadStatistics(input, "ExtendedStatistics", mayNeedValues: true);
        if (plain.Count + extended.Count == 0)
        {
            throw ServiceError.Missing("Statistics or ExtendedStatistics");
        }

        if (plain.Count > 0 && extended.Count > 0)
        {
            throw ServiceError.Combination(
                "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.");
        }

        var unit = RequestParameters.Unit(input);
        var grid = PeriodGrid.FromStartTime(start, end, period, clock.GetUtcNow());
        var points =
            from each in unit is null ? metrics.UnitsOf(id) : [unit]
            from point in metrics.Read(id, each, grid, extended.Count > 0)
            orderby point.Key
            select DataPoint(point.Key, each, point.Value, plain, extended);
        return WireValue.Map.Of(("Label", id.Name), ("Datapoints", WireValue.ListOf(points.OfType<WireValue>())));
    }

    /// <summary>Creates a data point; null if none of the requested statistics can be computed.</summary>
    private static WireValue.Map? DataPoint(
        long second, string unit, Distribution data, List<Statistic> plain, List<Statistic> extended)
    {
        var members = new Dictionary<string, WireValue> { ["Timestamp"] = DateTimeOffset.FromUnixTimeSeconds(second) };
        foreach (var statistic in plain)
        {
            members[statistic.Name] = statistic.Of(data) ?? 0;
        }

        members["Unit"] = unit;
        var percentiles = new Dictionary<string, WireValue>();
        foreach (var statistic in extended)
        {
            if (statistic.Of(data) is { } value)
            {
                percentiles[statistic.Name] = value;
            }
        }

        if (percentiles.Count > 0)
        {
            members["ExtendedStatistics"] = new WireValue.Map(percentiles) { HasDataKeys = true };
        }

        return plain.Count + percentiles.Count > 0 ? new WireValue.Map(members) : null;
    }

    private static (DateTimeOffset Start, DateTimeOffset End, int Period) ReadRange(Input input)
    {
        var (start, end, period) = (input.RequiredTime("StartTime"), input.RequiredTime("EndTime"), input.RequiredInteger("Period"));
        if (start >= end)
        {
            throw ServiceError.InvalidValue("The parameter StartTime must be less than the parameter EndTime.");
        }

        if (!Period.IsValid(period))
        {
            throw ServiceError.InvalidValue($"The parameter Period {Period.Rule}.");
        }

        var asked = (end - start).TotalSeconds / period;
        return asked <= MaxDataPoints
            ? (start, end, period)
            : throw ServiceError.Combination(
                $"You have requested up to {Math.Ceiling(asked)} datapoints, which exceeds the limit of {MaxDataPoints}. "
                + "You may reduce the datapoints requested by increasing Period, or decreasing the time range.");
    }

    private static List<Statistic> ReadStatistics(Input input, string parameter, bool mayNeedValues) =>
        [.. (input.Texts(parameter) ?? []).Select(name =>
            Statistic.Parse(name) is { } statistic && statistic.NeedsValues == mayNeedValues
                ? statistic
                : throw ServiceError.InvalidValue(
                    $"The value {name} for parameter {parameter} is not supported; supported are {Statistic.Supported}."))];
}
