using System.Globalization;

namespace Analytics.Cli.Demo;

/// <summary>Counts the errors that the demo encounters. Thread-safe.</summary>
internal sealed class DemoCounters
{
    private long _temporary;
    private long _lost;
    private long _unexpected;

    /// <summary>An attempt failed with a temporary error.</summary>
    public void Temporary() => Interlocked.Increment(ref _temporary);

    /// <summary>A request was abandoned after several attempts.</summary>
    public void Lost() => Interlocked.Increment(ref _lost);

    /// <summary>The API violated its contract.</summary>
    public void Unexpected() => Interlocked.Increment(ref _unexpected);

    /// <summary>Text for the end of the totals line; empty if there were no errors.</summary>
    public string Text()
    {
        var parts = new[] { (_temporary, "temporary errors"), (_lost, "requests given up"), (_unexpected, "unexpected answers") }
            .Where(part => part.Item1 > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1:N0} {part.Item2}"));
        return string.Join(", ", parts);
    }
}
