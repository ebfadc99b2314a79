using System.Globalization;
using Analytics.Cli.Terminal;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Shows the progress of an import: a bar on a terminal, otherwise an occasional line. Thread-safe.</summary>
/// <param name="writer">Receives the progress; separate from the results.</param>
/// <param name="isTerminal">Whether a line can be overwritten.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportProgress(TextWriter writer, bool isTerminal, TimeProvider time) : IImportProgress
{
    private readonly Lock _gate = new();

    // Protected by _gate, as are the fields below.
    private int _total;
    private int _handled;
    private DateTimeOffset _began;
    private readonly ProgressLine _line = new(writer, isTerminal, time);

    /// <inheritdoc/>
    public void Begin(int orders)
    {
        lock (_gate)
        {
            (_total, _handled, _began) = (orders, 0, time.GetUtcNow());
            _line.Begin();
        }
    }

    /// <inheritdoc/>
    public void Handled(int orders)
    {
        lock (_gate)
        {
            _handled += orders;
            _line.Update(() => Line(_handled, _total, time.GetUtcNow() - _began));
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

    /// <summary>The progress bar, with orders a second and the time left at that rate.</summary>
    internal static string Line(int handled, int total, TimeSpan elapsed)
    {
        var share = total == 0 ? 1.0 : (double)handled / total;
        var rate = elapsed > TimeSpan.Zero ? handled / elapsed.TotalSeconds : 0;
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Ceiling((total - handled) / rate)) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ProgressLine.Bar(share)}  {handled:N0} of {total:N0} orders  "
            + $"{rate:N0}/s  {Duration(left)} left");
    }

    private static string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:N0} min");
}
