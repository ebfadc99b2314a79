using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Analytics.Cli.Demo;

namespace Analytics.Benchmarks.EndToEnd;

/// <summary>Orders at a rate, however long the answers take, and one who looks at the totals all the time.</summary>
/// <remarks>
/// They come as customers do, independently of each other: at even distances they would keep step with those who poll. In the first seconds
/// the rate rises evenly, as functions are started one after another; the orders of that time are not measured.
/// </remarks>
internal sealed class Stage(ShopApi api, string name, double rate, IReadOnlyList<ShopOrder> orders)
{
    /// <summary>How long the rate rises.</summary>
    public static readonly TimeSpan Rise = TimeSpan.FromSeconds(8);

    /// <summary>How long after the last acceptance it waits for orders to be seen.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(10);

    private readonly long[] _due = new long[orders.Count];
    private readonly long[] _accepted = new long[orders.Count];
    private readonly List<TimeSpan> _polls = [];
    private int _first;

    public async Task<StageResult> RunAsync()
    {
        var end = DateTimeOffset.UtcNow.AddSeconds(2 * orders.Count / rate) + 2 * (Rise + Timeout) + TimeSpan.FromMinutes(1);
        var range = $"from={Minute(DateTimeOffset.UtcNow)}&to={Minute(end)}";
        var path = $"/aggregates/totals?{range}";
        var sightings = new Sightings(await TotalsAsync(path), orders.Count);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(path, sightings, over.Token);
        await SendAsync();
        over.CancelAfter(Timeout);
        await watching;
        return new StageResult
        {
            Rate = rate,
            Orders = orders.Count - _first,
            Unanswered = [.. Enumerable.Range(0, orders.Count).Where(order => _accepted[order] == 0)],
            Unseen = Enumerable.Range(0, orders.Count).Count(order => sightings[order] is null),
            Acceptance = Latencies.Of(Measured().Select(order => Stopwatch.GetElapsedTime(_due[order], _accepted[order]))),
            // It may be counted before its answer has come.
            Visibility = Latencies.Of(Measured().Where(order => sightings[order] is not null)
                .Select(order => Stopwatch.GetElapsedTime(_accepted[order], Math.Max(_accepted[order], sightings[order]!.Value)))),
            Polls = Latencies.Of(_polls),
        };
    }

    /// <summary>The key and the body of an order's request, to make it again.</summary>
    public (string Key, string Body) Request(int order) =>
        ($"{name}-{order}", JsonSerializer.Serialize(orders[order], JsonSerializerOptions.Web));

    private IEnumerable<int> Measured() => Enumerable.Range(_first, orders.Count - _first).Where(order => _accepted[order] != 0);

    private async Task SendAsync()
    {
        var requests = Enumerable.Range(0, orders.Count).Select(Request).ToList();
        var answers = new List<Task>(orders.Count);
        var random = new Random(orders.Count);
        var (start, seconds) = (Stopwatch.GetTimestamp(), 0.0);
        for (var order = 0; order < orders.Count; order++)
        {
            var risen = Math.Min(1, (seconds + 1) / Rise.TotalSeconds);
            seconds += -Math.Log(1 - random.NextDouble()) / (rate * risen);
            _due[order] = start + (long)(seconds * Stopwatch.Frequency);
            _first += risen < 1 ? 1 : 0;
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _due[order]) is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            answers.Add(PlaceAsync(order, requests[order]));
        }

        await Task.WhenAll(answers);
    }

    private async Task PlaceAsync(int order, (string Key, string Body) request)
    {
        switch (await api.PlaceAsync(request.Body, request.Key, CancellationToken.None))
        {
            case ApiAnswer<OrderReceipt>.Ok:
                _accepted[order] = Stopwatch.GetTimestamp();
                break;
            case ApiAnswer<OrderReceipt>.Refused refused:
                throw new InvalidOperationException($"An order was refused: {refused}");
        }
    }

    private async Task WatchAsync(string path, Sightings sightings, CancellationToken over)
    {
        while (!sightings.AreComplete && !over.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            if (await api.GetAsync<WindowTotals>(path, CancellationToken.None) is ApiAnswer<WindowTotals>.Ok(var answer))
            {
                sightings.Take(answer.Totals);
            }

            if (PollEvery - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, CancellationToken.None);
            }

            _polls.Add(Stopwatch.GetElapsedTime(begun));
        }
    }

    private async Task<ShopTotals> TotalsAsync(string path) => await api.GetAsync<WindowTotals>(path, CancellationToken.None) switch
    {
        ApiAnswer<WindowTotals>.Ok(var answer) => answer.Totals,
        var other => throw new InvalidOperationException($"There are no totals: {other}"),
    };

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
