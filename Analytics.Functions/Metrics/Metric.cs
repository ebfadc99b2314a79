using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>A metric that the product emits.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Unit">What its values are.</param>
/// <param name="Emitter">The function that emits it.</param>
/// <param name="Time">What its timestamps are.</param>
/// <param name="Description">What it says, in a sentence.</param>
internal sealed record Metric(string Name, StandardUnit Unit, MetricEmitter Emitter, MetricTime Time, string Description)
{
    /// <summary>What tells its series apart; null for a metric of one series.</summary>
    public MetricDimension? By { get; init; }

    /// <summary>Whether its values are kept apart, so that percentiles can be asked for; else only sums are of use.</summary>
    public bool IsDistribution { get; init; }

    /// <summary>The most time series that it can ever have.</summary>
    public int MaxSeries => By?.MaxSeries ?? 1;

    /// <summary>A value at a moment.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">The moment.</param>
    /// <param name="of">The value of <see cref="By"/>; null for a metric of one series.</param>
    public MetricDatum Count(double value, DateTimeOffset at, string? of = null)
    {
        var datum = Datum(at, of);
        datum.Value = value;
        return datum;
    }

    /// <summary>Many values at a moment, each with how often it was seen; at most 150 of them.</summary>
    /// <param name="countsByValue">The values, each with its count.</param>
    /// <param name="at">The moment.</param>
    /// <param name="of">The value of <see cref="By"/>; null for a metric of one series.</param>
    public MetricDatum Distribution(IReadOnlyCollection<KeyValuePair<double, double>> countsByValue, DateTimeOffset at, string? of = null)
    {
        var datum = Datum(at, of);
        datum.Values = [.. countsByValue.Select(value => value.Key)];
        datum.Counts = [.. countsByValue.Select(value => value.Value)];
        return datum;
    }

    private MetricDatum Datum(DateTimeOffset at, string? of)
    {
        if (of is null != By is null)
        {
            throw new ArgumentException($"{Name} has {(By is null ? "no dimension" : $"the dimension {By.Name}")}.", nameof(of));
        }

        return new MetricDatum
        {
            MetricName = Name,
            Unit = Unit,
            Timestamp = at.UtcDateTime,
            Dimensions = By is null ? [] : [new Dimension { Name = By.Name, Value = of }],
        };
    }
}

/// <summary>The functions that emit metrics.</summary>
internal enum MetricEmitter
{
    /// <summary>The orders function.</summary>
    OrdersFunction,

    /// <summary>The analytics function.</summary>
    AnalyticsFunction,
}

/// <summary>What the timestamps of a metric are.</summary>
internal enum MetricTime
{
    /// <summary>The minute in which the order was placed, whenever it was counted.</summary>
    MinuteOfOrder,

    /// <summary>The moment of the work.</summary>
    Work,
}
