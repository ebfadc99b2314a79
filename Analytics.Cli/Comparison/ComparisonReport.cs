using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Storage;

namespace Analytics.Cli.Comparison;

/// <summary>Writes the result of a comparison as text or as JSON.</summary>
internal static class ComparisonReport
{
    private const int MaxRows = 50;
    private const int MaxInvalid = 5;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the differences as a table, then a summary sentence.</summary>
    public static async Task WriteTextAsync(ComparisonResult result, TextWriter output)
    {
        foreach (var line in Table(result.Differences))
        {
            await output.WriteLineAsync(line);
        }

        foreach (var note in Notes(result))
        {
            await output.WriteLineAsync(note);
        }

        var verdict = result.Differences.Count == 0 ? "no difference" : Count(result.Differences.Count, "difference", "differences");
        var rollups = result.Rollups == 0 ? "" : $" and {Count(result.Rollups, "rollup", "rollups")}";
        var settled = result.Settled == 0 ? "" : $" ({Count(result.Settled, "was", "were")} only in flight)";
        await output.WriteLineAsync(
            $"Compared {Count(result.Orders, "order", "orders")} in {Count(result.Minutes, "minute", "minutes")}{rollups}: "
                + $"{verdict}{settled}.");
    }

    // What was not compared or is not counted, and why.
    private static IEnumerable<string> Notes(ComparisonResult result)
    {
        foreach (var newer in result.Newer)
        {
            yield return $"Not compared: {newer}";
        }

        foreach (var invalid in result.Invalid.Take(MaxInvalid))
        {
            yield return $"Counts nowhere until it is corrected: {invalid}";
        }

        if (result.Invalid.Count > MaxInvalid)
        {
            yield return $"and {Count(result.Invalid.Count - MaxInvalid, "more order that counts", "more orders that count")} nowhere; "
                + "--json lists all";
        }

        if (result.TooOld > 0)
        {
            yield return $"Not counted: {Count(result.TooOld, "order that is", "orders that are")} older than "
                + $"{(MinuteItem.Retention - TimeSpan.FromDays(1)).TotalDays:0} days: {string.Join(", ", result.TooOldOrders)}"
                + $"{(result.TooOld > result.TooOldOrders.Count ? ", …" : "")}.";
        }

        if (result.Ahead > 0)
        {
            yield return $"Not compared: {Count(result.Ahead, "order that is", "orders that are")} dated more than two days ahead.";
        }
    }

    /// <summary>Writes the whole result as one JSON object.</summary>
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
            WriteTexts(json, "newer", result.Newer);
            WriteTexts(json, "invalid", result.Invalid);
            json.WriteNumber("tooOld", result.TooOld);
            WriteTexts(json, "tooOldOrders", [.. result.TooOldOrders.Select(id => id.ToString())]);
            json.WriteNumber("ahead", result.Ahead);
            json.WriteEndObject();
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Formats a count with its singular or plural noun.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    private static IEnumerable<string> Table(IReadOnlyList<Difference> differences)
    {
        if (differences.Count == 0)
        {
            yield break;
        }

        var rows = differences.Take(MaxRows)
            .Select(difference => (Minute: difference.Minute.ToString(), difference.What, difference.Orders, difference.Aggregates))
            .Prepend((Minute: "MINUTE", What: "WHAT", Orders: "ORDERS SAY", Aggregates: "AGGREGATES SAY"))
            .ToList();
        var (what, orders, aggregates) = (
            rows.Max(row => row.What.Length), rows.Max(row => row.Orders.Length), rows.Max(row => row.Aggregates.Length));
        foreach (var row in rows)
        {
            yield return $"{row.Minute,-17}  {row.What.PadRight(what)}  {row.Orders.PadLeft(orders)}  {row.Aggregates.PadLeft(aggregates)}";
        }

        if (differences.Count > MaxRows)
        {
            yield return $"and {Count(differences.Count - MaxRows, "more", "more")}; --json lists all";
        }
    }
}
