using System.Text.Json.Nodes;
using Analytics.Core.Alerts;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Alerts;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>A shop with alerts, whose orders are counted as soon as they are placed and whose clock the test moves.</summary>
internal sealed class AlertShop
{
    public const string Receiver = "https://shop.example/alerts";

    /// <summary>Holds when nothing was sold for five minutes.</summary>
    public static readonly AlertRule NoSales = new AlertRule.NoSales(5);

    private readonly AlertReader _reader;
    private int _orders;

    /// <param name="now">The time of the day at which the test begins.</param>
    public AlertShop(string now = "12:00:05")
    {
        Time = new FakeTimeProvider(Some.At(now));
        _reader = new AlertReader(new AggregateReader(Minutes, new RollupReader(Minutes, Minutes, 4), 4, Time));
    }

    public FakeTimeProvider Time { get; }

    public InMemoryMinuteStore Minutes { get; } = new();

    public InMemorySharedStore<Alert> Alerts { get; } = new(new AlertItem());

    public RecordingSender Sender { get; } = new();

    public List<string> Log { get; } = [];

    /// <summary>A further evaluator, as another process has one.</summary>
    public AlertEvaluator Evaluator(INoticeSender? sender = null) => new(Alerts, _reader, sender ?? Sender, Time);

    /// <summary>Evaluates the alerts now.</summary>
    public Task<AlertOutcome> EvaluateAsync() => Evaluator().EvaluateAsync(Log.Add, default);

    /// <summary>Evaluates the alerts at times of the day, one after another.</summary>
    public async Task EvaluateAtAsync(params string[] times)
    {
        foreach (var time in times)
        {
            Time.SetUtcNow(Some.At(time));
            await EvaluateAsync();
        }
    }

    /// <summary>Sets an alert, as the first request for it does.</summary>
    public Task SetAsync(
        string id, AlertRule rule, string? webhook = Receiver, AlertHours? hours = null, string timeZone = "UTC") => Alerts.TryPutAsync(
            id, new Alert(id, rule, Time.GetUtcNow()) { Webhook = webhook, Hours = hours, TimeZone = timeZone }, null, default);

    /// <summary>The state of an alert.</summary>
    public async Task<AlertState> StateAsync(string id) => (await Alerts.FindAsync(id, default))!.Value!.State;

    /// <summary>Sells units of an item at a time of the day, or some days before.</summary>
    public Task SellAsync(string at, int units = 1, string sku = "tea", int daysAgo = 0)
    {
        var order = Some.Order(++_orders, at, lines: new OrderLine(sku, units, 350));
        var placedAt = order.PlacedAt.AddDays(-daysAgo);
        return CountAsync(Some.Placed(order with { PlacedAt = placedAt, UpdatedAt = placedAt }));
    }

    /// <summary>Counts changes.</summary>
    public async Task CountAsync(params OrderChange[] orderChanges)
    {
        var committer = new Committer(Minutes, new CommitOptions(), Time, new Random(1));
        var changes = ChangeTable.Of(orderChanges);
        var (first, moved) = DocumentBatch.Sort(changes, Enumerable.Range(0, changes.Count));
        foreach (var document in first.Concat(moved))
        {
            await committer.CommitAsync(document, ChangeSource.Kinesis, new CommitResult(), default);
        }
    }
}

/// <summary>Remembers the notices that receivers got.</summary>
internal sealed class RecordingSender : INoticeSender
{
    private readonly Lock _gate = new();

    /// <summary>The notices that were delivered.</summary>
    public List<JsonNode> Received { get; } = [];

    /// <summary>Why the next attempts fail; null if they succeed.</summary>
    public string? Failure { get; set; }

    /// <summary>Runs before the next attempt ends.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>The notices, as <c>began 2026-11-23T12:00Z</c>.</summary>
    public IEnumerable<string> Events => Received.Select(notice => $"{notice["event"]} {notice["at"]!.ToString()[11..16]}");

    public async Task<string?> SendAsync(string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Received.Add(JsonNode.Parse(body.Span)!);
        }

        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            await meanwhile();
        }

        return Failure;
    }
}
