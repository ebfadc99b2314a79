using System.Globalization;
using Analytics.Functions.Comparison;
using Analytics.Local;

namespace Analytics.Cli.Terminal;

/// <summary>Shows the progress of a scan: a bar on a terminal, otherwise an occasional line. Thread-safe.</summary>
/// <param name="writer">Receives the progress; separate from the results.</param>
/// <param name="isTerminal">Whether a line can be overwritten.</param>
/// <param name="time">The clock that limits the update rate.</param>
internal sealed class ScanProgress(TextWriter writer, bool isTerminal, TimeProvider time) : IComparisonProgress
{
    private readonly Lock _gate = new();

    // Protected by _gate, as are the fields below.
    private long _estimate;
    private long _scanned;
    private readonly ProgressLine _line = new(writer, isTerminal, time);

    /// <inheritdoc/>
    public void Say(string line)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Begin(long estimate)
    {
        lock (_gate)
        {
            (_estimate, _scanned) = (estimate, 0);
            _line.Begin();
        }
    }

    /// <inheritdoc/>
    public void Scanned(int items)
    {
        lock (_gate)
        {
            _scanned += items;
            _line.Update(() => Line(_scanned, _estimate));
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (_gate)
        {
            _line.Clear();
        }
    }

    /// <summary>The progress bar for an estimated total; without an estimate, just the number of orders read.</summary>
    internal static string Line(long scanned, long estimate)
    {
        if (estimate <= 0)
        {
            return $"{Plural.Of(scanned, "order")} read";
        }

        // The estimate may be hours old and too low.
        var share = Math.Min(1.0, (double)scanned / estimate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ProgressLine.Bar(share)}  {scanned:N0} of about {estimate:N0} orders read");
    }
}
