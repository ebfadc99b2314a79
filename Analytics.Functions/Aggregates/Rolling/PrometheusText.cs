using System.Globalization;
using System.Text;

namespace Analytics.Functions.Aggregates;

/// <summary>Builds Prometheus metrics in the text-based exposition format, version 0.0.4.</summary>
/// <remarks>prometheus.io/docs/instrumenting/exposition_formats: a line feed ends each line, also the last one.</remarks>
internal sealed class PrometheusText
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a gauge. Its samples follow before the next metric begins.</summary>
    public void Gauge(string name, string help)
    {
        // HELP escapes the backslash and the line feed.
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(help)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(" gauge\n");
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="value">A decimal number.</param>
    /// <param name="labels">The labels, in the order in which they are written.</param>
    public void Sample(string name, string value, params (string Name, string Value)[] labels)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            // Label values escape the double quote, too.
            _text.Append('{').AppendJoin(',', labels.Select(label =>
                $"{label.Name}=\"{Escaped(label.Value).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")).Append('}');
        }

        _text.Append(' ').Append(value).Append('\n');
    }

    /// <summary>A time in seconds since the Unix epoch, with milliseconds.</summary>
    public static string Seconds(DateTimeOffset time) =>
        (time.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
