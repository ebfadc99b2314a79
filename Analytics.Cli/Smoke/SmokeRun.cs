using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Local;

namespace Analytics.Cli.Smoke;

/// <summary>Places one order, finds it in the table and in the aggregates, cancels it, and finds that it is taken back.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Makes the reference unique.</param>
internal sealed class SmokeRun(SmokeClient api, TimeProvider time, Random random)
{
    /// <summary>The SKU of all such orders.</summary>
    public const string Sku = "smoke-test";

    /// <summary>How many steps there are if none fails.</summary>
    public const int StepCount = 6;

    // How often an order is looked up whose placement got no answer: the orders function may still be placing it, for up to 10 s.
    private const int MaxLookUps = 12;

    private static readonly TimeSpan LookUpPause = TimeSpan.FromSeconds(1);

    // An operator who pressed Ctrl-C waits for no more than this.
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(15);

    private readonly List<SmokeStep> _steps = [];
    private readonly string _reference = string.Create(
        CultureInfo.InvariantCulture, $"smoke-{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{random.Next(0x10000):x4}");
    private string? _orderId;
    private bool _mayBePlaced;
    private bool _isInterrupted;
    private bool _isCleaningUp;

    /// <summary>What is known so far; after an interruption, what was done about the order.</summary>
    public SmokeResult Result => new(api.Api, _reference, _orderId, _steps, _isInterrupted);

    /// <summary>Runs the steps until one fails. An order that was placed, or may have been, is cancelled in any case.</summary>
    /// <param name="cancellationToken">
    /// Interrupts the run. The order is cancelled before the run ends with an <see cref="OperationCanceledException"/>.
    /// </param>
    public async Task<SmokeResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(cancellationToken);
        }
        catch (SmokeException)
        {
            await CleanUpAsync();
        }
        catch
        {
            await CleanUpAsync();
            throw;
        }

        return Result;
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var before = await StepAsync("before", async () =>
        {
            var answer = await api.SendAsync(HttpMethod.Get, $"aggregates/items/{Sku}?window=1h&tz=UTC", null, cancellationToken);
            return (answer, Counts(answer.Json));
        });
        var placed = await StepAsync("accepted", async () =>
        {
            _mayBePlaced = true;
            var answer = await ChangeAsync("orders", Body(_reference), cancellationToken);
            _orderId = (string?)answer.Json["orderId"];
            return (answer, $"order {_orderId}");
        });
        await StepAsync("in the table", async () =>
        {
            var answer = await api.SendAsync(HttpMethod.Get, $"orders/{_orderId}", null, cancellationToken);
            var (status, reference) = ((string?)answer.Json["status"], (string?)answer.Json["reference"]);
            return status == "PLACED" && reference == _reference
                ? (answer, $"{status}")
                : throw new SmokeRefusal($"the order is {status} with the reference {reference ?? "none"}", isCertain: true);
        });
        // From the first minute that was read before to the end of the order's, so that no minute leaves the range meanwhile.
        var end = DateTimeOffset.Parse((string)placed.Json["placedAt"]!, CultureInfo.InvariantCulture).AddMinutes(1);
        var to = end.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        var range = $"from={Uri.EscapeDataString((string)before.Json["from"]!)}&to={Uri.EscapeDataString(to)}&tz=UTC";
        await CountedAsync("counted", range, placed, before.Json, more: 1, cancellationToken);
        var cancelled = await CancelAsync(cancellationToken);
        await CountedAsync("taken back", range, cancelled, before.Json, more: 0, cancellationToken);
    }

    private Task<SmokeAnswer> CountedAsync(
        string step, string range, SmokeAnswer change, JsonNode before, long more, CancellationToken cancellationToken) =>
        StepAsync(step, async () =>
        {
            var wanted = (Orders: (long)before["orders"]! + more, Units: (long)before["units"]! + more);
            var answer = await api.GetCountedAsync(
                $"aggregates/items/{Sku}?{range}&includes={Uri.EscapeDataString(change.Change)}&wait=10s", cancellationToken);
            return ((long)answer.Json["orders"]!, (long)answer.Json["units"]!) == wanted
                ? (answer, $"{Counts(answer.Json)}, before {Counts(before)}")
                : throw new SmokeRefusal(
                    $"{Counts(answer.Json)}; {Plural.Of(wanted.Orders, "order")} and {Plural.Of(wanted.Units, "unit")} should be counted. "
                        + $"Another order of {Sku} at the same time also causes this.", isCertain: true);
        }, change.At);

    private Task<SmokeAnswer> CancelAsync(CancellationToken cancellationToken) => StepAsync(SmokeStep.Cancelled, async () =>
    {
        var answer = await ChangeAsync($"orders/{_orderId}/cancel", null, cancellationToken);
        _mayBePlaced = false;
        return (answer, $"{answer.Json["status"]}");
    });

    // A refused placement leaves no order to cancel, and a refused cancellation would be refused again.
    private async Task<SmokeAnswer> ChangeAsync(string path, string? body, CancellationToken cancellationToken)
    {
        try
        {
            return await api.SendAsync(HttpMethod.Post, path, body, cancellationToken);
        }
        catch (SmokeRefusal refusal)
        {
            _mayBePlaced &= !refusal.IsCertain;
            throw;
        }
    }

    private async Task<SmokeAnswer> StepAsync(string name, Func<Task<(SmokeAnswer, string)>> step, long? since = null)
    {
        var start = since ?? time.GetTimestamp();
        try
        {
            var (answer, detail) = await step();
            _steps.Add(new SmokeStep(name, time.GetElapsedTime(start), IsRight: true, detail));
            return answer;
        }
        catch (SmokeRefusal refusal)
        {
            _steps.Add(new SmokeStep(name, time.GetElapsedTime(start), IsRight: false, refusal.Message));
            throw new SmokeException();
        }
        catch (OperationCanceledException) when (_isCleaningUp)
        {
            _steps.Add(new SmokeStep(
                name, time.GetElapsedTime(start), IsRight: false, $"not done within {CleanUpLimit.TotalSeconds:0} s"));
            throw new SmokeException();
        }
        catch (OperationCanceledException)
        {
            _isInterrupted = true;
            _steps.Add(new SmokeStep(name, time.GetElapsedTime(start), IsRight: false, "interrupted"));
            throw;
        }
    }

    // Has a time limit of its own: the token of the run may be cancelled.
    private async Task CleanUpAsync()
    {
        if (!_mayBePlaced)
        {
            return;
        }

        _isCleaningUp = true;
        using var limit = new CancellationTokenSource(CleanUpLimit, time);
        try
        {
            if (_orderId is null)
            {
                await StepAsync(SmokeStep.LookedUp, () => LookUpAsync(limit.Token));
            }

            if (_orderId is not null)
            {
                await CancelAsync(limit.Token);
            }
        }
        catch (SmokeException)
        {
            // The step says so.
        }
    }

    private async Task<(SmokeAnswer, string)> LookUpAsync(CancellationToken cancellationToken)
    {
        for (var lookUps = 1; ; lookUps++)
        {
            var answer = await api.SendAsync(
                HttpMethod.Get, $"orders?reference={Uri.EscapeDataString(_reference)}", null, cancellationToken);
            if (answer.Json["orders"] is JsonArray and [JsonObject order, ..])
            {
                _orderId = (string?)order["orderId"];
                return (answer, $"order {_orderId}");
            }

            if (lookUps == MaxLookUps)
            {
                return (answer, $"no order with the reference {_reference}");
            }

            await Task.Delay(LookUpPause, time, cancellationToken);
        }
    }

    private static string Body(string reference) => new JsonObject
    {
        ["customerId"] = Sku,
        ["reference"] = reference,
        ["currency"] = "USD",
        ["lines"] = new JsonArray(new JsonObject
        {
            ["sku"] = Sku, ["name"] = "Smoke test, not a sale", ["quantity"] = 1, ["unitPrice"] = 1,
        }),
        ["metadata"] = new JsonObject { ["smoke"] = "true" },
    }.ToJsonString();

    private static string Counts(JsonNode item) =>
        $"{Plural.Of((long)item["orders"]!, "order")}, {Plural.Of((long)item["units"]!, "unit")}";

    /// <summary>A step failed, and is in the list.</summary>
    private sealed class SmokeException : Exception;
}
