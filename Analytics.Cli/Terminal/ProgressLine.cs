using System.Globalization;

namespace Analytics.Cli.Terminal;

/// <summary>
/// Writes the progress of a command: one line that is overwritten on a terminal, otherwise an occasional line. Not thread-safe.
/// </summary>
/// <param name="writer">Receives the progress; separate from the results.</param>
/// <param name="isTerminal">Whether a line can be overwritten.</param>
/// <param name="time">The clock that limits the update rate.</param>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider time)
{
    private const int Width = 30;

    private readonly TimeSpan _every = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
    private DateTimeOffset _shownAt;

    /// <summary>Begins anew: the first line is due after an interval.</summary>
    public void Begin() => _shownAt = time.GetUtcNow();

    /// <summary>Writes a line if one is due: after 200 ms on a terminal, otherwise after 10 s.</summary>
    /// <param name="line">Returns the line.</param>
    public void Update(Func<string> line)
    {
        var now = time.GetUtcNow();
        if (now - _shownAt >= _every)
        {
            _shownAt = now;
            writer.Write(isTerminal ? $"\r{line()}\e[K" : $"{line()}{Environment.NewLine}");
        }
    }

    /// <summary>Removes the line from a terminal.</summary>
    public void Clear()
    {
        if (isTerminal)
        {
            writer.Write("\r\e[K");
        }
    }

    /// <summary>A bar for a share from 0 to 1, with the percentage.</summary>
    public static string Bar(double share)
    {
        var done = (int)(share * Width);
        return string.Create(
            CultureInfo.InvariantCulture, $"[{new string('#', done)}{new string('.', Width - done)}] {100 * share,3:N0}%");
    }
}
