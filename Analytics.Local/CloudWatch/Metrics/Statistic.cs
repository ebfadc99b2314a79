using System.Globalization;

namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>What is asked of the measurements of a period: a sum, an average, a percentile...</summary>
internal abstract record Statistic(string Name)
{
    /// <summary>The names that are understood, for messages.</summary>
    public const string Supported = "SampleCount, Average, Sum, Minimum, Maximum, and percentiles p0 to p100 such as p99 or p99.9";

    /// <summary>Whether the values of the measurements are needed, or their totals will do.</summary>
    public virtual bool NeedsValues => false;

    /// <summary>The statistic of that name, letter for letter; null if there is none such here.</summary>
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

    /// <summary>The value, or null if the measurements do not tell it.</summary>
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
