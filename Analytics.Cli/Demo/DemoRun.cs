using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Analytics.Cli.Demo;

/// <summary>Plays a <see cref="Shop"/> against the API and reports the totals every five seconds.</summary>
/// <param name="api">The API.</param>
/// <param name="shop">Generates the events.</param>
/// <param name="time">The clock that paces the events.</param>
/// <param name="say">Receives each line of output.</param>
internal sealed class DemoRun(ShopApi api, Shop shop, TimeProvider time, Action<string> say) : IDisposable
{
    // More than a burst needs. If the API stalls, this limit blocks the shop so that work does not pile up.
    private const int MaxBusy = 256;

    // Each request in flight is answered by a process of its own, as on Lambda. Starting one takes this machine longer than many answers.
    private const int MaxRequests = 3;

    private readonly SemaphoreSlim _requests = new(MaxRequests);
    private readonly Ledger _ledger = new();
    private readonly DemoCounters _counters = new();

    // Distinguishes the idempotency keys of runs with the same seed. Otherwise a second run would only replay the orders of the first.
    private readonly string _run = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    public void Dispose() => _requests.Dispose();

    /// <summary>Runs until it is cancelled, which is its normal end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var trade = Parallel.ForEachAsync(
            PacedAsync(either.Token),
            new ParallelOptions { MaxDegreeOfParallelism = MaxBusy, CancellationToken = either.Token },
            (happening, token) => HappenAsync(happening, token));
        var report = new DemoReport(api, _ledger, _counters, time, say).RunAsync(either.Token);
        try
        {
            await await Task.WhenAny(trade, report);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await either.CancelAsync();
            await Task.WhenAll(trade, report).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async IAsyncEnumerable<ShopEvent> PacedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opening = time.GetTimestamp();
        foreach (var happening in shop.Open())
        {
            var early = happening.At - time.GetElapsedTime(opening);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return happening;
        }
    }

    private async ValueTask HappenAsync(ShopEvent happening, CancellationToken cancellationToken)
    {
        switch (happening)
        {
            case ShopEvent.Placement order:
                await OrderAsync(order, cancellationToken);
                break;
            case ShopEvent.BadRequest bad:
                if (await PersistentlyAsync(
                    () => api.PlaceAsync(bad.Body, $"demo-{_run}-bad-{bad.At.Ticks}", cancellationToken), cancellationToken)
                    is { } answer and not ApiAnswer<OrderReceipt>.Refused { Status: 400 })
                {
                    Unexpected($"a request with {bad.Fault}", answer);
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Shop event {happening} is not known.");
        }
    }

    private async Task OrderAsync(ShopEvent.Placement order, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(order.Body, JsonSerializerOptions.Web);
        var key = $"demo-{_run}-{order.Number}";
        _ledger.Sent();
        var answer = await PersistentlyAsync(() => api.PlaceAsync(body, key, cancellationToken), cancellationToken);
        if (answer is not ApiAnswer<OrderReceipt>.Ok { Value: var placed })
        {
            // An order without a response stays uncertain: the API may have accepted it.
            if (answer is ApiAnswer<OrderReceipt>.Refused)
            {
                _ledger.Refused();
                Unexpected($"order {order.Number}", answer);
            }

            return;
        }

        _ledger.Placed(order.Body, placed.PlacedAt);
        await Task.WhenAll(
            order.ReplayAfter is { } replayAfter ? ReplayAsync(body, key, placed, replayAfter, cancellationToken) : Task.CompletedTask,
            order.CancelAfter is { } cancelAfter ? CancelAsync(order.Body, placed, cancelAfter, cancellationToken) : Task.CompletedTask);
    }

    private async Task ReplayAsync(string body, string key, OrderReceipt placed, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, time, cancellationToken);
        var answer = await PersistentlyAsync(() => api.PlaceAsync(body, key, cancellationToken), cancellationToken);
        if (answer is not (null or ApiAnswer<OrderReceipt>.Ok) || answer is ApiAnswer<OrderReceipt>.Ok ok
            && ok.Value.OrderId != placed.OrderId)
        {
            Unexpected($"the replay of order {placed.OrderId}", answer);
        }
    }

    private async Task CancelAsync(ShopOrder order, OrderReceipt placed, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, time, cancellationToken);
        var answer = await PersistentlyAsync(() => api.CancelAsync(placed.OrderId, cancellationToken), cancellationToken);
        if (answer is ApiAnswer<OrderReceipt>.Ok { Value.Status: "CANCELLED" })
        {
            _ledger.Cancelled(order, placed.PlacedAt);
        }
        else if (answer is not null)
        {
            Unexpected($"the cancellation of order {placed.OrderId}", answer);
        }
    }

    /// <summary>Retries a request while its failures are temporary; null once it gives up.</summary>
    private async Task<ApiAnswer<OrderReceipt>?> PersistentlyAsync(
        Func<Task<ApiAnswer<OrderReceipt>>> request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await OneOfFewAsync(request, cancellationToken);
            if (answer is not ApiAnswer<OrderReceipt>.Unavailable)
            {
                return answer;
            }

            _counters.Temporary();
            if (RetryDelay.After(attempt) is not { } wait)
            {
                _counters.Lost();
                return null;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task<ApiAnswer<OrderReceipt>> OneOfFewAsync(
        Func<Task<ApiAnswer<OrderReceipt>>> request, CancellationToken cancellationToken)
    {
        await _requests.WaitAsync(cancellationToken);
        try
        {
            return await request();
        }
        finally
        {
            _requests.Release();
        }
    }

    private void Unexpected(string what, ApiAnswer<OrderReceipt> answer)
    {
        _counters.Unexpected();
        say($"unexpected answer to {what}: {answer}");
    }
}
