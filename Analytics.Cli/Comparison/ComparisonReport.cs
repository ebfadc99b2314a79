using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Windows;

namespace Analytics.Cli.Comparison;

/// <summary>Shows what a comparison found, to people or to programs.</summary>
internal static class ComparisonReport
{
    private const int RowsMax = 50;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The differences as a table, then a sentence.</summary>
    public static async Task WriteTextAsync(ComparisonResult result, TextWriter output)
    {
        foreach (var line in Table(result.Differences))
        {
            await output.WriteLineAsync(line);
        }

        foreach (var item in result.Unreadable.Take(RowsMax))
        {
            await output.WriteLineAsync($"Not compared: {item}");
        }

        if (result.Unreadable.Count > RowsMax)
        {
            await output.WriteLineAsync($"and {Count(result.Unreadable.Count - RowsMax, "more that could not be compared", "more that could not be compared")}");
        }

        var verdict = result.Differences.Count == 0 ? "no difference" : Count(result.Differences.Count, "difference", "differences");
        var rollups = result.Rollups == 0 ? "" : $" and {Count(result.Rollups, "rollup", "rollups")}";
        var settled = result.Settled == 0 ? "" : $" ({Count(result.Settled, "was", "were")} only under way)";
        await output.WriteLineAsync(
            $"Compared {Count(result.Orders, "order", "orders")} in {Count(result.Minutes, "minute", "minutes")}{rollups}: {verdict}{settled}.");
    }

    /// <summary>Everything as one JSON object.</summary>
    public static async Task WriteJsonAsync(ComparisonResult result, MinuteRange? range, TextWriter output)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            if (range is { } asked)
            {
                json.WriteString("from", asked.From.ToString());
                json.WriteString("to", asked.To.ToString());
            }

            json.WriteNumber("orders", result.Orders);
            json.WriteNumber("minutes", result.Minutes);
            json.WriteNumber("rollups", result.Rollups);
            json.WriteNumber("settled", result.Settled);
            json.WriteStartArray("differences");
            foreach (var difference in result.Differences)
            {
                json.WriteStartObject();
                json.WriteString("minute", difference.Minute.ToString());
                json.WriteString("what", difference.What);
                json.WriteString("orders", difference.Orders);
                json.WriteString("aggregates", difference.Aggregates);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("unreadable");
            foreach (var item in result.Unreadable)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>A number with its noun.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    private static IEnumerable<string> Table(IReadOnlyList<Difference> differences)
    {
        if (differences.Count == 0)
        {
            yield break;
        }

        var rows = differences.Take(RowsMax)
            .Select(difference => (Minute: difference.Minute.ToString(), difference.What, difference.Orders, difference.Aggregates))
            .Prepend((Minute: "MINUTE", What: "WHAT", Orders: "ORDERS SAY", Aggregates: "AGGREGATES SAY"))
            .ToList();
        var (what, orders, aggregates) = (rows.Max(row => row.What.Length), rows.Max(row => row.Orders.Length), rows.Max(row => row.Aggregates.Length));
        foreach (var row in rows)
        {
            yield return $"{row.Minute,-17}  {row.What.PadRight(what)}  {row.Orders.PadLeft(orders)}  {row.Aggregates.PadLeft(aggregates)}";
        }

        if (differences.Count > RowsMax)
        {
            yield return $"and {Count(differences.Count - RowsMax, "more", "more")}; --json lists all";
        }
    }
}
