using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;

namespace Analytics.Functions.Live;

/// <summary>One reading of all windows as a server-sent event (WHATWG HTML, 9.2).</summary>
/// <param name="Revision">Differs between readings with different numbers, or a different newest commit.</param>
/// <param name="Event">The event. Its id is the time of the reading and the revision.</param>
internal sealed record LiveTotals(string Revision, string Event)
{
    private const char Separator = '/';

    /// <summary>Writes a reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="query">What is to be shown of it.</param>
    public static LiveTotals Of(RollingReading reading, AggregateQuery query)
    {
        // The ends of the windows move each minute; only numbers that move with them are news.
        var revision = Convert.ToHexStringLower(SHA256.HashData(Json(reading, query, withTimes: false)).AsSpan(0, 8));
        var data = Encoding.UTF8.GetString(Json(reading, query, withTimes: true));
        return new LiveTotals(revision, $"id: {Timestamps.Format(reading.AsOf)}{Separator}{revision}\ndata: {data}\n\n");
    }

    /// <summary>The revision in the id of an event, which a client sends back as <c>Last-Event-ID</c>; null if there is none.</summary>
    public static string? RevisionIn(string? id) => id?.Split(Separator) is [_, var revision] ? revision : null;

    private static ReadOnlySpan<byte> Json(RollingReading reading, AggregateQuery query, bool withTimes)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (withTimes)
        {
            json.WriteString("asOf", Timestamps.Format(reading.AsOf));
        }

        AggregateWriter.WriteLatestCommit(json, reading.LatestCommit);
        json.WriteStartObject("windows");
        foreach (var window in reading.Windows)
        {
            json.WriteStartObject(window.Window);
            if (withTimes)
            {
                AggregateWriter.WriteRange(json, query.Span.Calendar, window.Minutes);
            }

            FigureWriter.Write(json, Figures.Of(SpanSums.Of(window.Totals), query));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
