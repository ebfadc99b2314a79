using System.Buffers;
using System.Text;
using System.Text.Json;
using Analytics.Cli.Terminal;
using Analytics.Local.Web;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Analytics.Cli.Live;

/// <summary>Streams the aggregates API's responses and the newest orders to the live page as server-sent events.</summary>
/// <remarks>
/// The feed queries the API every second. When the long windows are due, it queries them together with the short ones, so that all
/// numbers are from the same time; if they are slow, it queries them less often. It sends a new order without waiting for the next
/// query. Each viewer has a separate feed, since "today" depends on the viewer's time zone; there are at most
/// <see cref="MaxViewers"/> viewers.
/// </remarks>
internal sealed class LiveFeed(Uri api, string? token, NewestOrders newest, LagReading lag, TimeProvider time) : ILiveFeed
{
    private const int MaxViewers = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Requests that include the long windows take at most one twentieth of the time.
    private const int LongShare = 20;

    // Minimum time between two events of orders, so that a burst of orders is sent as one event.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _api = ApiClient.Of(api, token, TimeSpan.FromSeconds(10));
    private int _viewers;

    public void Dispose() => _api.Dispose();

    /// <summary>Streams to one viewer until the viewer disconnects. Responds 503 if there are too many viewers.</summary>
    public async Task ServeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _viewers) > MaxViewers)
        {
            Interlocked.Decrement(ref _viewers);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            context.Response.ContentType = "text/event-stream";
            await FeedAsync(context.Response, Days.Zone(context.Request.Query["zone"]), cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The viewer has disconnected, or the site is stopping.
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }
    }

    private async Task FeedAsync(HttpResponse response, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var (nextShort, nextLong) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        Task? changed = null;
        while (true)
        {
            if (changed is null or { IsCompleted: true })
            {
                changed = newest.Changed;
                await SendAsync(response, "orders", WriteOrders, cancellationToken);
            }

            var now = time.GetUtcNow();
            if (now >= nextShort)
            {
                nextShort = now + Interval;
                if (now >= nextLong)
                {
                    await AskAsync(response, "all", [.. ShortQuestions, .. LongQuestions(now, zone)], cancellationToken);
                    nextLong = now + (time.GetUtcNow() - now) * LongShare;
                }
                else
                {
                    await AskAsync(response, "now", ShortQuestions, cancellationToken);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
            var rest = nextShort - time.GetUtcNow();
            if (rest > TimeSpan.Zero)
            {
                await Task.WhenAny(changed, Task.Delay(rest, time, cancellationToken));
            }
        }
    }

    private static (string Name, string Path)[] ShortQuestions =>
    [
        ("minutes5", "/aggregates/totals?window=5m"),
        ("hour1", "/aggregates/totals?window=1h"),
        ("series", "/aggregates/series?window=1h&step=1m"),
        ("items", "/aggregates/items?window=1h&top=10&by=units"),
    ];

    private static (string Name, string Path)[] LongQuestions(DateTimeOffset now, DateTimeZone zone) =>
    [
        ("hours24", "/aggregates/totals?window=24h"),
        ("today", $"/aggregates/totals?{Days.Today(now, zone)}"),
        ("yesterday", $"/aggregates/totals?{Days.Yesterday(now, zone)}"),
        ("yesterdaySoFar", $"/aggregates/totals?{Days.YesterdaySoFar(now, zone)}"),
    ];

    private async Task AskAsync(
        HttpResponse response, string name, (string Name, string Path)[] questions, CancellationToken cancellationToken)
    {
        string[] answers;
        try
        {
            answers = await Task.WhenAll(questions.Select(question => _api.GetStringAsync(question.Path, cancellationToken)));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The page then shows that its numbers are out of date, and why.
            await SendAsync(
                response, "problem", json => json.WriteString("message", $"The aggregates API does not answer: {failure.Message}"),
                cancellationToken);
            return;
        }

        await SendAsync(response, name, json =>
        {
            json.WriteString("sentAt", time.GetUtcNow());
            lag.Write(json);
            foreach (var (question, answer) in questions.Zip(answers))
            {
                json.WritePropertyName(question.Name);
                AmountText.Write(json, answer);
            }
        }, cancellationToken);
    }

    private void WriteOrders(Utf8JsonWriter json)
    {
        json.WriteStartArray("orders");
        foreach (var order in newest.List())
        {
            json.WriteStartObject();
            json.WriteString("orderId", order.OrderId);
            json.WriteString("status", order.Status);
            json.WriteString("placedAt", order.PlacedAt);
            json.WriteString("currency", order.Currency);
            json.WriteString("total", order.Total);
            json.WriteNumber("units", order.Units);
            json.WriteStartArray("skus");
            order.Skus.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task SendAsync(
        HttpResponse response, string name, Action<Utf8JsonWriter> members, CancellationToken cancellationToken)
    {
        var data = new ArrayBufferWriter<byte>();
        data.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: "));
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        data.Write("\n\n"u8);
        await response.Body.WriteAsync(data.WrittenMemory, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
