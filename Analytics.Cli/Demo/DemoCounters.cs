using System.Globalization;

namespace Analytics.Cli.Demo;

/// <summary>What went otherwise than an accepted order. Thread-safe.</summary>
internal sealed class DemoCounters
{
    private long _temporary;
    private long _lost;
    private long _unexpected;

    /// <summary>An attempt met an error that passes.</summary>
    public void Temporary() => Interlocked.Increment(ref _temporary);

    /// <summary>A request was given up after several attempts.</summary>
    public void Lost() => Interlocked.Increment(ref _lost);

    /// <summary>The API answered otherwise than its contract says.</summary>
    public void Unexpected() => Interlocked.Increment(ref _unexpected);

    /// <summary>For the end of the line of totals; empty if there was nothing.</summary>
    public string Text()
    {
        var parts = new[] { (_temporary, "temporary errors"), (_lost, "requests given up"), (_unexpected, "unexpected answers") }
            .Where(part => part.Item1 > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1:N0} {part.Item2}"));
        return string.Join(", ", parts);
    }
}
