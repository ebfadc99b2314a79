using System.Text.Json;
using Analytics.Core.Wire;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The whole event that Lambda hands to the analytics function.</summary>
internal sealed class AnalyticsEventTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Events.Kinesis(ChangeEvent.Write(Some.Placed(Some.Order(1))).ToArray(), "no change"u8.ToArray()),
        Events.Stream(Events.StreamRecord(Some.Placed(Some.Order(1))), Events.StreamRecord(Some.Cancelled(Some.Order(1)))),
    ];

    public override string Run(byte[] input)
    {
        var bench = new CountingBench();
        try
        {
            bench.Deliver(input);
        }
        catch (JsonException refusal)
        {
            // Not ours to quarantine: Lambda itself writes events.
            return $"refused {refusal.Message}";
        }

        return $"answered, quarantined {string.Join(", ", bench.Quarantine.Records.Take(2).Select(record => record.Reason))}";
    }
}
