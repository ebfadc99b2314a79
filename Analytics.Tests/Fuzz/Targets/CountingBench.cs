using System.Text;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The analytics function on an empty table, and the good change that stands beside every bad record.</summary>
internal sealed class CountingBench
{
    /// <summary>Its id is one that no mutation of the seeds comes to.</summary>
    public static readonly OrderChange Good = Some.Placed(Some.Order(900_000_001, at: "12:07", lines: new OrderLine("good", 3, 700)));

    private static readonly LanePlan Plan = LanePlan.Always(4);

    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));
    private readonly LanePlanSource _lanes;

    public CountingBench() => _lanes = new LanePlanSource(new InMemoryLanePlanStore(), 4, LanePlanUse.Counting, _time);

    public InMemoryQuarantine Quarantine { get; } = new();

    public StubContext Context { get; } = new();

    /// <summary>Invokes the function; its answer must not ask for anything again.</summary>
    public void Deliver(byte[] batch)
    {
        var function = new AnalyticsFunction(
            new BatchCounter(Committer(), Quarantine, _lanes, concurrency: 16, _time), new NoMetrics(), MetricItems.None, _time);
        using var input = new MemoryStream(batch);
        using var answer = function.HandleAsync(input, Context).GetAwaiter().GetResult();
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement.GetProperty("batchItemFailures").GetArrayLength() > 0)
        {
            throw new FuzzException($"The batch is to come again: {string.Join(" | ", Context.Lines)}");
        }
    }

    /// <summary>Redrives all that is in quarantine.</summary>
    public Redriven Redrive(QuarantineEntry entry) =>
        new Redriver(Committer(), _lanes, Quarantine, _time).RedriveAsync(entry, default).GetAwaiter().GetResult();

    /// <summary>Holds that the documents of these changes come to the changes and nothing else.</summary>
    public void HoldExactly(params OrderChange[] changes)
    {
        var expected = new Tally();
        changes.ToList().ForEach(expected.Add);
        var actual = new Tally();
        foreach (var key in changes.Select(change => Plan.DocumentOf(Minute.Of(change.PlacedAt), change.Id.Fingerprint())).Distinct())
        {
            actual.Add(_store.ReadDocumentAsync(key, default).GetAwaiter().GetResult().Sum());
        }

        if (!expected.Equals(actual))
        {
            throw new FuzzException($"Counted {actual}; it should be {expected}. {string.Join(" | ", Context.Lines)}");
        }
    }

    /// <summary>Whether a change is of a minute that the function counts.</summary>
    public bool IsOfItsTime(OrderChange change) =>
        change.PlacedAt <= _time.GetUtcNow().AddMinutes(5) && Minute.Of(change.PlacedAt) >= Minute.Of(_time.GetUtcNow() - MinuteItem.Retention + TimeSpan.FromDays(1));

    /// <summary>What a record came to, for the one that judges what is new.</summary>
    public static string Outcome(ParsedChange parsed) => parsed switch
    {
        ParsedChange.Accepted(var change) => $"accepted {(change.Before is null ? "placed" : change.After is null ? "deleted" : $"to {change.After.Status}")}",
        ParsedChange.Rejected(var reason) => $"rejected {reason}",
        _ => "ignored",
    };

    /// <summary>Text as bytes.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private Committer Committer() => new(_store, new CommitOptions(), _time, new Random(1));
}
