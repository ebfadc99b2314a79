using System.Globalization;
using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace Analytics.Cli.Smoke;

/// <summary>Places one order, finds it in the table and in the aggregates, cancels it, and finds that it is taken back.</summary>
/// <param name="http">A client whose base address is that of the API, with a slash at its end.</param>
/// <param name="timeout">How long to wait until a change is counted.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Makes the reference unique.</param>
internal sealed class SmokeRun(HttpClient http, TimeSpan timeout, TimeProvider time, Random random)
{
    /// <summary>The SKU of all such orders.</summary>
    public const string Sku = "smoke-test";

    /// <summary>How many steps there are if none fails.</summary>
    public const int StepCount = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<SmokeStep> _steps = [];
    private readonly string _reference = string.Create(
        CultureInfo.InvariantCulture, $"smoke-{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{random.Next(0x10000):x4}");
    private string? _orderId;

    /// <summary>Runs the steps until one fails. An order that was placed is cancelled in any case.</summary>
    public async Task<SmokeResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(cancellationToken);
        }
        catch (SmokeException failed)
        {
            await CancelAfterAllAsync(failed.Step);
        }

        return new SmokeResult(http.BaseAddress!, _reference, _orderId, _steps);
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var before = await StepAsync("before", async () =>
        {
            var answer = await SendAsync(HttpMethod.Get, $"aggregates/items/{Sku}?window=1h&tz=UTC", null, cancellationToken);
            return (answer, Counts(answer.Json));
        });
        var placed = await StepAsync("accepted", async () =>
        {
            var answer = await SendAsync(HttpMethod.Post, "orders", Body(_reference), cancellationToken);
            _orderId = (string?)answer.Json["orderId"];
            return (answer, $"order {_orderId}");
        });
        await StepAsync("in the table", async () =>
        {
            var answer = await SendAsync(HttpMethod.Get, $"orders/{_orderId}", null, cancellationToken);
            var (status, reference) = ((string?)answer.Json["status"], (string?)answer.Json["reference"]);
            return status == "PLACED" && reference == _reference
                ? (answer, $"{status}")
                : throw new SmokeRefusal($"the order is {status} with the reference {reference ?? "none"}");
        });
        // From the first minute that was read before to the end of the order's, so that no minute leaves the range meanwhile.
        var end = DateTimeOffset.Parse((string)placed.Json["placedAt"]!, CultureInfo.InvariantCulture).AddMinutes(1);
        var to = end.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        var range = $"from={Uri.EscapeDataString((string)before.Json["from"]!)}&to={Uri.EscapeDataString(to)}&tz=UTC";
        await CountedAsync("counted", range, placed, before.Json, more: 1, cancellationToken);
        var cancelled = await StepAsync("cancelled", async () =>
        {
            var answer = await SendAsync(HttpMethod.Post, $"orders/{_orderId}/cancel", null, cancellationToken);
            return (answer, $"{answer.Json["status"]}");
        });
        await CountedAsync("taken back", range, cancelled, before.Json, more: 0, cancellationToken);
    }

    private Task<Answer> CountedAsync(
        string step, string range, Answer change, JsonNode before, long more, CancellationToken cancellationToken) =>
        StepAsync(step, async () =>
        {
            var wanted = (Orders: (long)before["orders"]! + more, Units: (long)before["units"]! + more);
            var path = $"aggregates/items/{Sku}?{range}&includes={Uri.EscapeDataString(change.Change)}&wait=10s";
            var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken, isCounting: true);
            return ((long)answer.Json["orders"]!, (long)answer.Json["units"]!) == wanted
                ? (answer, $"{Counts(answer.Json)}, before {Counts(before)}")
                : throw new SmokeRefusal(
                    $"{Counts(answer.Json)}; {Plural(wanted.Orders, "order")} and {Plural(wanted.Units, "unit")} should be counted. "
                        + $"Another order of {Sku} at the same time also causes this.");
        }, change.At);

    private async Task<Answer> StepAsync(string name, Func<Task<(Answer, string)>> step, long? since = null)
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
            throw new SmokeException(name);
        }
    }

    // A change that is not counted yet is 503 after ten seconds, and asked for again.
    private async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, CancellationToken cancellationToken, bool isCounting = false)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var (status, text, change) = await SendOnceAsync(method, path, body, cancellationToken);
            if (status == HttpStatusCode.ServiceUnavailable && isCounting && time.GetElapsedTime(start) < timeout)
            {
                await Task.Delay(Pause, time, cancellationToken);
                continue;
            }

            if (status != HttpStatusCode.OK)
            {
                throw new SmokeRefusal(isCounting && status == HttpStatusCode.ServiceUnavailable
                    ? $"it is not counted after {timeout.TotalSeconds:0} s: {Problem(text)}"
                    : $"status {(int)status}: {Problem(text)}{Advice(status)}");
            }

            return new Answer(
                Parse(text) ?? throw new SmokeRefusal("the answer is not JSON: this address is not that of an orders API"), change,
                time.GetTimestamp());
        }
    }

    private async Task<(HttpStatusCode Status, string Text, string Change)> SendOnceAsync(
        HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(http.BaseAddress!, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken),
                response.Headers.TryGetValues("Order-Change", out var changes) ? changes.First() : "");
        }
        catch (HttpRequestException failure)
        {
            throw new SmokeRefusal($"no answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmokeRefusal($"no answer within {http.Timeout.TotalSeconds:0} s");
        }
    }

    private async Task CancelAfterAllAsync(string failed)
    {
        if (_orderId is null || failed is "cancelled" or "taken back")
        {
            return;
        }

        try
        {
            await StepAsync("cancelled", async () =>
            {
                var answer = await SendAsync(HttpMethod.Post, $"orders/{_orderId}/cancel", null, CancellationToken.None);
                return (answer, $"{answer.Json["status"]}");
            });
        }
        catch (SmokeException)
        {
            // The step says so.
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

    private static string Counts(JsonNode item) => $"{Plural((long)item["orders"]!, "order")}, {Plural((long)item["units"]!, "unit")}";

    private static string Plural(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");

    private static string Problem(string text) =>
        Parse(text) is { } problem ? $"{problem["detail"] ?? problem["title"] ?? problem["message"]}" : "no explanation";

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => " (give --token-file, or --sign)",
        HttpStatusCode.Forbidden => " (the token lacks a scope, or the AWS identity execute-api:Invoke)",
        _ => "",
    };

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <param name="Json">The content.</param>
    /// <param name="Change">The header <c>Order-Change</c>; empty if there is none.</param>
    /// <param name="At">When the answer came, as a timestamp of the clock.</param>
    private sealed record Answer(JsonObject Json, string Change, long At);

    /// <summary>What is wrong with an answer.</summary>
    private sealed class SmokeRefusal(string message) : Exception(message);

    /// <summary>A step failed, and is in the list.</summary>
    private sealed class SmokeException(string step) : Exception
    {
        public string Step => step;
    }
}
