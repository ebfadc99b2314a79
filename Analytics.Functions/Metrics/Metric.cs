using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>Definition of a metric that the product emits.</summary>
/// <param name="Name">Its name in CloudWatch.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Emitter">The function that emits it.</param>
/// <param name="Time">What its timestamps mean.</param>
/// <param name="Description">Its meaning, in a sentence.</param>
internal sealed record Metric(string Name, StandardUnit Unit, MetricEmitter Emitter, MetricTime Time, string Description)
{
    /// <summary>The dimension that distinguishes its series; null for a metric with one series.</summary>
    public MetricDimension? By { get; init; }

    /// <summary>Whether it reports individual values, so that percentiles are available; otherwise only its sum is meaningful.</summary>
    public bool IsDistribution { get; init; }

    /// <summary>Maximum number of time series.</summary>
    public int MaxSeries => By?.MaxSeries ?? 1;

    /// <summary>Creates a datum with a single value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Its timestamp.</param>
    /// <param name="of">The value of <see cref="By"/>; null for a metric with one series.</param>
    public MetricDatum Count(double value, DateTimeOffset at, string? of = null)
    {
        var datum = Datum(at, of);
        datum.Value = value;
        return datum;
    }

    /// <summary>Creates a datum with several values, each with its count; at most 150 values.</summary>
    /// <param name="countsByValue">The values, each with its count.</param>
    /// <param name="at">Their timestamp.</param>
    /// <param name="of">The value of <see cref="By"/>; null for a metric with one series.</param>
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

    /// <summary>The drift function.</summary>
    DriftFunction,

    /// <summary>The alerts function.</summary>
    AlertsFunction,
}

/// <summary>What the timestamps of a metric mean.</summary>
internal enum MetricTime
{
    /// <summary>The minute in which the order was placed, regardless of when it was counted.</summary>
    MinuteOfOrder,

    /// <summary>The time at which the function did the work.</summary>
    Work,
}
