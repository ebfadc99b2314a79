using System.Globalization;

namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A statistic of the measurements of a period, such as a sum, an average or a percentile.</summary>
internal abstract record Statistic(string Name)
{
    /// <summary>The supported statistics, for error messages.</summary>
    public const string Supported = "SampleCount, Average, Sum, Minimum, Maximum, and percentiles p0 to p100 such as p99 or p99.9";

    /// <summary>Whether the statistic needs individual values; otherwise it needs only totals.</summary>
    public virtual bool NeedsValues => false;

    /// <summary>Returns the statistic with this name, case-sensitive; null if it is not supported.</summary>
    public static Statistic? Parse(string name) => name switch
    {
        "SampleCount" => new Total(name, data => data.Count),
        "Average" => new Total(name, data => data.Average),
        "Sum" => new Total(name, data => data.Sum),
        "Minimum" => new Total(name, data => data.Minimum),
        "Maximum" => new Total(name, data => data.Maximum),
        ['p' or 'P', >= '0' and <= '9', ..] when
            double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100 => new Percentile(name, percent),
        _ => null,
    };

    /// <summary>Computes the statistic; null if the measurements do not determine it.</summary>
    public abstract double? Of(Distribution data);

    private sealed record Total(string Name, Func<Distribution, double> Get) : Statistic(Name)
    {
        public override double? Of(Distribution data) => data.Count > 0 ? Get(data) : null;
    }

    private sealed record Percentile(string Name, double Percent) : Statistic(Name)
    {
        public override bool NeedsValues => true;

        public override double? Of(Distribution data) => data.Percentile(Percent);
    }
}
