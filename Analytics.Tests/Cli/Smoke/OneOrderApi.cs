using System.Net;
using System.Text.Json.Nodes;
using Analytics.Cli.Smoke;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

/// <summary>An orders API of one order, which can fail in the ways that <c>smoke</c> is there to find.</summary>
internal sealed class OneOrderApi : HttpMessageHandler
{
    public long Orders { get; set; }

    public int NotYet { get; set; }

    public bool CountsTwice { get; init; }

    public bool KeepsCancelled { get; init; }

    public bool RefusesToCancel { get; init; }

    public HttpStatusCode? Refuses { get; init; }

    /// <summary>Whether an order that is sent arrives.</summary>
    public bool ReceivesOrders { get; init; } = true;

    /// <summary>Answers a placement in the usual answer's stead; null for the usual one.</summary>
    public Func<HttpResponseMessage>? AnswerToPlacement { get; init; }

    /// <summary>Answers a look-up by a reference in the usual answer's stead; null for the usual one.</summary>
    public Func<HttpResponseMessage>? AnswerToLookUp { get; init; }

    /// <summary>How many look-ups by a reference do not find the order yet.</summary>
    public int MissedLookUps { get; init; }

    /// <summary>Runs before aggregates with a change are answered.</summary>
    public Action? BeforeCounting { get; init; }

    /// <summary>Runs before a cancellation.</summary>
    public Func<CancellationToken, Task>? BeforeCancelling { get; set; }

    public bool IsCancelled { get; private set; }

    public JsonNode? Placed { get; private set; }

    public string LastQuery { get; private set; } = "";

    /// <summary>The queries of the lists of orders.</summary>
    public List<string> LookUps { get; } = [];

    public static HttpResponseMessage Answer(string json, HttpStatusCode status = HttpStatusCode.OK, string? change = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(json) };
        if (change is not null)
        {
            response.Headers.Add("Order-Change", change);
        }

        return response;
    }

    /// <summary>Tries this API to the end.</summary>
    public async Task<SmokeResult> RunAsync(TimeSpan? timeout = null, TimeProvider? time = null)
    {
        using var http = Client();
        return await Run(http, timeout ?? TimeSpan.FromMinutes(1), time).RunAsync(default);
    }

    /// <summary>Tries this API until the token is cancelled.</summary>
    public async Task<SmokeResult> RunUntilAsync(CancellationToken cancellationToken)
    {
        using var http = Client();
        var run = Run(http, TimeSpan.FromMinutes(1), time: null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(cancellationToken));
        return run.Result;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LastQuery = request.RequestUri!.Query;
        if (Refuses is { } status)
        {
            return Answer("""{"title":"refused"}""", status);
        }

        switch ($"{request.Method} {request.RequestUri.AbsolutePath}")
        {
            case "POST /prod/orders":
                if (ReceivesOrders)
                {
                    Placed = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
                    Orders += CountsTwice ? 2 : 1;
                }

                return AnswerToPlacement?.Invoke() ?? Answer(Order("PLACED"), change: "change-1");
            case "GET /prod/orders":
                LookUps.Add(LastQuery);
                return AnswerToLookUp?.Invoke()
                    ?? Answer($$"""{"orders":[{{(Placed is null || LookUps.Count <= MissedLookUps ? "" : Order("PLACED"))}}]}""");
            case "GET /prod/orders/o-1":
                return Answer(Order("PLACED"));
            case "POST /prod/orders/o-1/cancel":
                return await CancelAsync(cancellationToken);
            case "GET /prod/aggregates/items/smoke-test":
                return Aggregates();
            default:
                throw new InvalidOperationException($"This API has no answer to {request.Method} {request.RequestUri}.");
        }
    }

    private async Task<HttpResponseMessage> CancelAsync(CancellationToken cancellationToken)
    {
        if (BeforeCancelling is { } before)
        {
            BeforeCancelling = null;
            await before(cancellationToken);
        }

        if (RefusesToCancel)
        {
            return Answer("""{"detail":"no"}""", HttpStatusCode.Conflict);
        }

        IsCancelled = true;
        Orders -= KeepsCancelled ? 0 : 1;
        return Answer(Order("CANCELLED"), change: "change-2");
    }

    private HttpResponseMessage Aggregates()
    {
        if (LastQuery.Contains("includes", StringComparison.Ordinal))
        {
            BeforeCounting?.Invoke();
            if (NotYet > 0)
            {
                NotYet--;
                return Answer("""{"detail":"not counted yet"}""", HttpStatusCode.ServiceUnavailable);
            }
        }

        return Answer($$"""
            {"from":"2026-11-23T11:01Z","to":"2026-11-23T12:01Z","sku":"smoke-test","orders":{{Orders}},"units":{{Orders}}}
            """);
    }

    private string Order(string status) => new JsonObject
    {
        ["orderId"] = "o-1", ["status"] = status, ["reference"] = Placed!["reference"]!.DeepClone(),
        ["placedAt"] = "2026-11-23T12:00:36.905Z",
    }.ToJsonString();

    private HttpClient Client() => new(this, disposeHandler: false) { BaseAddress = new Uri("https://shop.test/prod/") };

    private static SmokeRun Run(HttpClient http, TimeSpan timeout, TimeProvider? time)
    {
        var clock = time ?? new ShortPauses();
        return new SmokeRun(new SmokeClient(http, timeout, clock), clock, new Random(1));
    }

    /// <summary>The clock of the machine, whose pauses are over at once. Its time limits are no shorter.</summary>
    private sealed class ShortPauses : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(1) ? dueTime : TimeSpan.Zero, period);
    }
}
