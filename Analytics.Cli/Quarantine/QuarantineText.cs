using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Cli.Quarantine;

/// <summary>Formats quarantined records for a terminal.</summary>
internal static class QuarantineText
{
    // Of 24 digits. Among a million records, two share a prefix of this length with a probability of 1 in 500; then a longer one is needed.
    private const int IdLength = 12;
    private const int PositionLength = 30;
    private const int ReasonLength = 80;

    /// <summary>A table with a header line and one line per record.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<QuarantineEntry> entries)
    {
        string[][] rows =
        [
            ["ID", "WHEN", "SOURCE", "POSITION", "BYTES", "REASON"],
            .. entries.Select(entry => new[]
            {
                Line(entry.Id[..Math.Min(IdLength, entry.Id.Length)]),
                Timestamps.Format(entry.Record.At),
                Line(entry.Record.Source),
                Shortened(Line(entry.Record.Position), PositionLength),
                entry.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                Beginning(Line(entry.Trouble?.Reason ?? entry.Record.Reason), ReasonLength),
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column == 4 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Everything about a record except its bytes, one property per line.</summary>
    public static string Describe(QuarantineEntry entry)
    {
        var record = entry.Record;
        (string Name, string? Value)[] lines =
        [
            ("id", entry.Id),
            ("put aside", Timestamps.Format(record.At)),
            ("arrived", record.ArrivedAt is { } arrived ? Timestamps.Format(arrived) : null),
            ("source", record.Source),
            ("stream", record.StreamArn),
            ("position", record.Position),
            ("reason", record.Reason),
            ("trouble", entry.Trouble?.Reason),
            ("content", record.IsWholeRecord ? "the whole record as JSON" : "the data of the record"),
            ("bytes", entry.Bytes.ToString("N0", CultureInfo.InvariantCulture)),
        ];
        return string.Join('\n', lines.Where(line => line.Value is not null).Select(line => $"{line.Name,-10} {Line(line.Value!)}"));
    }

    /// <summary>External text as a single line without characters that could move the cursor.</summary>
    public static string Line(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => RawText.IsPrintable(rune) ? rune.ToString() : " "));

    private static string Beginning(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)]}…";

    // Shards and sequence numbers differ only at their ends.
    private static string Shortened(string text, int length) => text.Length <= length ? text : $"…{text[^(length - 1)..]}";
}
