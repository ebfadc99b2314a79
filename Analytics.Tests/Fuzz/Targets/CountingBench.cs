using System.Text;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The analytics function on an empty table, and the good change that stands beside every bad record.</summary>
internal sealed class CountingBench
{
    /// <summary>Its id is one that no mutation of the seeds comes to.</summary>
    public static readonly OrderChange Good = Some.Placed(Some.Order(900_000_001, at: "12:07", lines: new OrderLine("good", 3, 700)));

    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("13:30"));

    public InMemoryQuarantine Quarantine { get; } = new();

    public StubContext Context { get; } = new();

    /// <summary>Invokes the function; its answer must report no failure.</summary>
    public void Deliver(byte[] batch)
    {
        var function = new AnalyticsFunction(
            new BatchCounter(Committer(), Quarantine, concurrency: 16, _time), new NoMetrics(), MetricItems.None, _time);
        using var input = new MemoryStream(batch);
        using var answer = function.HandleAsync(input, Context).GetAwaiter().GetResult();
        using var json = JsonDocument.Parse(answer);
        if (json.RootElement.GetProperty("batchItemFailures").GetArrayLength() > 0)
        {
            throw new FuzzException($"The batch is to be redelivered: {string.Join(" | ", Context.Lines)}");
        }
    }

    /// <summary>Redrives all that is in quarantine.</summary>
    public Redriven Redrive(QuarantineEntry entry) =>
        new Redriver(Committer(), Quarantine, _time).RedriveAsync(entry, default).GetAwaiter().GetResult();

    /// <summary>Holds that the documents of these changes hold what the changes contribute and nothing else.</summary>
    public void HoldExactly(params OrderChange[] changes)
    {
        var oldest = Minute.Of(_time.GetUtcNow() - MinuteItem.Retention + TimeSpan.FromDays(1));
        var expected = new Dictionary<DocumentKey, Tally>();
        foreach (var change in changes.Select(change => change.Flat()))
        {
            foreach (var key in new[] { change.From, change.To }.OfType<DocumentKey>().Distinct().Where(key => key.Minute >= oldest))
            {
                if (!expected.TryGetValue(key, out var tally))
                {
                    expected.Add(key, tally = new Tally());
                }

                change.AddTo(tally, key);
            }
        }

        foreach (var (key, tally) in expected)
        {
            var actual = _store.ReadDocumentAsync(key, default).GetAwaiter().GetResult().Sum();
            if (!tally.Equals(actual))
            {
                throw new FuzzException($"Counted {actual} in {key}; it should be {tally}. {string.Join(" | ", Context.Lines)}");
            }
        }
    }

    /// <summary>Why a record goes to quarantine; null where it does not.</summary>
    public static string? ReasonOf(ParsedChange parsed) => parsed switch
    {
        ParsedChange.Rejected(var reason) => reason,
        ParsedChange.Accepted(_, var objection) => objection,
        _ => null,
    };

    /// <summary>Whether two readings of a record say the same.</summary>
    public static bool AreSame(ParsedChange left, ParsedChange right) =>
        (left, right) is (ParsedChange.Accepted(var one, _), ParsedChange.Accepted(var other, _))
        ? (one.Before, one.After, one.Id, one.Record, one.ChangedAt, ReasonOf(left)) == (
            other.Before, other.After, other.Id, other.Record, other.ChangedAt, ReasonOf(right))
            && one.IdsBefore.SequenceEqual(other.IdsBefore)
        : left == right;

    /// <summary>What a record came to, for the one that judges what is new.</summary>
    public static string Outcome(ParsedChange parsed) => parsed switch
    {
        ParsedChange.Accepted(var change, var objection) =>
            $"accepted {(change.Before is null ? "placed" : change.After is null ? "deleted" : $"to {change.After.Status}")} {objection}",
        ParsedChange.Rejected(var reason) => $"rejected {reason}",
        _ => "ignored",
    };

    /// <summary>Text as bytes.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private Committer Committer() => new(_store, new CommitOptions(), _time, new Random(1));
}
