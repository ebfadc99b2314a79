using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Local;
using Analytics.Operations.Quarantine;
using Analytics.Storage;

namespace Analytics.Cli.Quarantine;

/// <summary>Lists the records in quarantine, newest first.</summary>
/// <remarks>
/// A record's id is a hash of it, so that a redelivered record gets the same id. Ids are therefore not in order of time, and a listing has
/// to read all records, page by page and without their bytes. It holds them in memory, about half a kilobyte each.
/// </remarks>
internal sealed class QuarantineListing(IQuarantineAdmin admin, TextWriter output)
{
    /// <summary>Writes the list.</summary>
    /// <param name="json">Whether to write JSON instead of a table.</param>
    /// <param name="limit">Maximum number of records; 0 for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<int> RunAsync(bool json, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var entry in admin.ListAsync("", cancellationToken))
        {
            entries.Add(entry);
        }

        var newest = entries
            .OrderByDescending(entry => entry.Record.At)
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(limit == 0 ? int.MaxValue : limit)
            .ToList();
        await output.WriteLineAsync(json ? Json(newest) : Table(newest, entries.Count));
        return QuarantineSession.Done;
    }

    private static string Table(List<QuarantineEntry> entries, int count)
    {
        var text = new StringBuilder();
        foreach (var line in entries.Count > 0 ? QuarantineText.Table(entries) : [])
        {
            text.AppendLine(line);
        }

        var older = count > entries.Count ? $", the newest {entries.Count} shown (--limit 0 shows all)" : "";
        return text.Append(count == 0 ? "Quarantine is empty." : $"{Plural.Of(count, "record")}{older}.").ToString();
    }

    private static string Json(List<QuarantineEntry> entries)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("id", entry.Id);
                json.WriteString("at", Timestamps.Format(entry.Record.At));
                json.WriteString("source", entry.Record.Source);
                json.WriteString("streamArn", entry.Record.StreamArn);
                json.WriteString("position", entry.Record.Position);
                json.WriteString("arrivedAt", entry.Record.ArrivedAt is { } arrived ? Timestamps.Format(arrived) : null);
                json.WriteString("content", entry.Record.IsWholeRecord ? "record" : "data");
                json.WriteNumber("bytes", entry.Bytes);
                json.WriteString("reason", entry.Record.Reason);
                json.WriteString("trouble", entry.Trouble?.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
