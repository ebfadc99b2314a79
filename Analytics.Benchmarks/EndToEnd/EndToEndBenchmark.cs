using System.Globalization;
using Analytics.Cli;
using Analytics.Cli.Demo;
using Analytics.Cli.Faults;
using Analytics.Cli.Terminal;

namespace Analytics.Benchmarks.EndToEnd;

/// <summary>How long from an order's acceptance until it is in the aggregates, on the local stack?</summary>
/// <remarks>
/// The stack is one of its own, <c>up</c> as a process with its emulators and functions. Orders come at random at a mean rate, whatever
/// became of those before; acceptance is the answer 2xx, counted from when the order was due. An order is visible with the first answer of
/// <c>GET /aggregates/totals</c> that holds it, which one client asks for again and again, at most every 10 ms; each order is known by its
/// revenue (<see cref="CodedOrders"/>). The time of that request counts.
/// </remarks>
internal sealed class EndToEndBenchmark(EndToEndOptions options, TextWriter output)
{
    private const double WarmUpRate = 20;
    private const double StepFactor = 1.25;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxLatency = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRequest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxSettle = TimeSpan.FromMinutes(2);

    // The table stream brings everything once more, some seconds later.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    private readonly CodedOrders _orders = new(seed: 1);
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private int _stages;
    private ShopTotals _sent = ShopTotals.Empty;

    public async Task<int> RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("order-analytics-benchmark-").FullName;
        try
        {
            using var log = new StackLog(Path.Combine(data, "stack.log"), TimeProvider.System);
            await using var stack = new StackProcess(data, log, TimeProvider.System);
            await stack.StartAsync(CancellationToken.None);
            using var http = new HttpClient { BaseAddress = stack.Endpoints.Api, Timeout = MaxRequest };
            await MeasureAsync(new ShopApi(http), log);
            var isExact = await IsExactAsync(data);
            await stack.StopAsync(CancellationToken.None);
            return isExact ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task MeasureAsync(ShopApi api, StackLog log)
    {
        await RunStageAsync(api, log, WarmUpRate, WarmUp);
        await output.WriteLineAsync("| orders/s | orders | accepted p50 | p99 | most | visible p50 | p99 | most | a look every | |");
        await output.WriteLineAsync("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var rate in options.Rates)
        {
            Write(await RunStageAsync(api, log, rate, options.Time));
        }

        if (options.StepFrom > 0)
        {
            var rate = options.StepFrom;
            StageResult result;
            do
            {
                result = await RunStageAsync(api, log, rate, options.StepTime);
                Write(result);
                rate = Math.Round(rate * StepFactor);
            }
            while (result.Holds(MaxLatency));
        }
    }

    private async Task<StageResult> RunStageAsync(ShopApi api, StackLog log, double rate, TimeSpan time)
    {
        var orders = _orders.Take((int)Math.Ceiling(rate * (time + Stage.Rise / 2).TotalSeconds));
        var stage = new Stage(api, string.Create(CultureInfo.InvariantCulture, $"stage-{++_stages}"), rate, orders);
        var result = await stage.RunAsync();
        foreach (var order in result.Unanswered)
        {
            var (key, body) = stage.Request(order);
            await UntilAsync(
                async () => await api.PlaceAsync(body, key, CancellationToken.None) is ApiAnswer<OrderReceipt>.Ok,
                $"order {key} is not accepted");
        }

        _sent = orders.Aggregate(_sent, (sum, order) => sum + order.Totals());
        await UntilAsync(async () => await TotalsAsync(api) == _sent, "the totals are not what was sent");
        await UntilAsync(() => Task.FromResult(log.Quiet >= Quiet), "the stack does not come to rest");
        return result;
    }

    private async Task<ShopTotals?> TotalsAsync(ShopApi api)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/aggregates/totals?from={_since:yyyy-MM-dd'T'HH:mm'Z'}&to={DateTimeOffset.UtcNow.AddMinutes(2):yyyy-MM-dd'T'HH:mm'Z'}");
        return await api.GetAsync<WindowTotals>(path, CancellationToken.None) is ApiAnswer<WindowTotals>.Ok(var answer) ? answer.Totals
            : null;
    }

    private async Task<bool> IsExactAsync(string data)
    {
        using var said = new StringWriter();
        var exitCode = await new CommandLine(TimeProvider.System).RunAsync(["reconcile", "--data", data], said, said);
        await output.WriteLineAsync($"\nAfter each rate the totals were exactly what had been sent, {_sent.Orders:N0} orders in all. At "
            + $"the end: {said.ToString().Trim()}");
        return exitCode == ExitCode.Success;
    }

    private void Write(StageResult result) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Rate} | {result.Orders:N0} | {Text(result.Acceptance)} | {Text(result.Visibility)} | "
            + $"{result.Polls.Median.TotalMilliseconds:N0} ms | {Remark(result)} |"));

    private static string Text(Latencies latencies) => string.Create(
        CultureInfo.InvariantCulture,
        $"{latencies.Median.TotalMilliseconds:N0} ms | {latencies.P99.TotalMilliseconds:N0} ms | {latencies.Most.TotalMilliseconds:N0} ms");

    private static string Remark(StageResult result) => result.Holds(MaxLatency)
        ? ""
        : $"not kept up: {result.Unanswered.Count} had no answer, {result.Unseen} were not seen within {Stage.Timeout.TotalSeconds:0} s "
            + $"of the last";

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        using var timeout = new CancellationTokenSource(MaxSettle);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new InvalidOperationException($"After {MaxSettle.TotalMinutes} minutes {otherwise}.");
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }
}

/// <summary>What is to be measured.</summary>
/// <param name="Rates">Orders a second.</param>
/// <param name="Time">How long each of them is kept up.</param>
/// <param name="StepFrom">The first rate in the search for the highest; 0 for no search.</param>
/// <param name="StepTime">How long each step of it is kept up.</param>
internal sealed record EndToEndOptions(IReadOnlyList<double> Rates, TimeSpan Time, double StepFrom, TimeSpan StepTime);
